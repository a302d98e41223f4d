/** System tests: the chain with real peers. */
@NullMarked
package dev.skerry.testing;

import org.jspecify.annotations.NullMarked;
