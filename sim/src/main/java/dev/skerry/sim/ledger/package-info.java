/** What the fleet did to the simulated world, on record. */
@NullMarked
package dev.skerry.sim.ledger;

import org.jspecify.annotations.NullMarked;
