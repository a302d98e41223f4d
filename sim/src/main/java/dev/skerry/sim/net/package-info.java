/** Outgoing calls, realistic delays, addresses. */
@NullMarked
package dev.skerry.sim.net;

import org.jspecify.annotations.NullMarked;
