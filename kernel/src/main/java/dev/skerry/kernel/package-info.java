/** The functional core's vocabulary: deciders, deterministic ids, failures. Plain JDK, no domain words. */
@NullMarked
package dev.skerry.kernel;

import org.jspecify.annotations.NullMarked;
