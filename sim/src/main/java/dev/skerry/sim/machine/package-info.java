/** A machine from power-on to a node of a cluster. */
@NullMarked
package dev.skerry.sim.machine;

import org.jspecify.annotations.NullMarked;
