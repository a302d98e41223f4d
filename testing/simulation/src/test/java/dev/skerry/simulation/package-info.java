/** Deterministic simulation: one thread, one source of chance, one clock that jumps to the next event. */
@NullMarked
package dev.skerry.simulation;

import org.jspecify.annotations.NullMarked;
