/** How many placement decisions a second one core makes. */
@NullMarked
package dev.skerry.bench.placement;

import org.jspecify.annotations.NullMarked;
