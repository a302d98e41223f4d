/** What a cluster is to run, what it runs, and the port to the cluster itself. */
@NullMarked
package dev.skerry.agent.cluster;

import org.jspecify.annotations.NullMarked;
