/** What the agent keeps on disk, so that it works on with the centre away. */
@NullMarked
package dev.skerry.agent.disk;

import org.jspecify.annotations.NullMarked;
