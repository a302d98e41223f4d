/** Faults of the simulated world, drawn by a seed: what breaks, where, when and how often. */
@NullMarked
package dev.skerry.sim.faults;

import org.jspecify.annotations.NullMarked;
