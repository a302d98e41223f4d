/** Simulated sites: peers on the other side of the real protocols. Shares no code with the services, only the agent's core. */
@NullMarked
package dev.skerry.sim;

import org.jspecify.annotations.NullMarked;
