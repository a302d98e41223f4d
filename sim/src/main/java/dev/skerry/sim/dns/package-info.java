/** DNS clients, and what the right answer would be. */
@NullMarked
package dev.skerry.sim.dns;

import org.jspecify.annotations.NullMarked;
