/** Clusters in memory, and the agents that look after them. */
@NullMarked
package dev.skerry.sim.cluster;

import org.jspecify.annotations.NullMarked;
