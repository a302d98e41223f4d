/** The simulator as a child process: it shares no class path with the product. */
@NullMarked
package dev.skerry.cli.sim;

import org.jspecify.annotations.NullMarked;
