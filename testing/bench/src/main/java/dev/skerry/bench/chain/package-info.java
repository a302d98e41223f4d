/** How fast the whole chain is, beside a bare loop on the same broker. */
@NullMarked
package dev.skerry.bench.chain;

import org.jspecify.annotations.NullMarked;
