/** Microbenchmarks with JMH: deciders, wire mapping, placement. */
@NullMarked
package dev.skerry.bench.runtime;

import org.jspecify.annotations.NullMarked;
