/** Benchmarks of the whole chain, of placement and of the deciders, behind {@code ./skerry bench}. */
@NullMarked
package dev.skerry.bench;

import org.jspecify.annotations.NullMarked;
