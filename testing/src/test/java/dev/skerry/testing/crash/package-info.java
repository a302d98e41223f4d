/** Kills at seeded moments, and what must hold all the same. */
@NullMarked
package dev.skerry.testing.crash;

import org.jspecify.annotations.NullMarked;
