/** The fleet API as the command line calls it. */
@NullMarked
package dev.skerry.cli.api;

import org.jspecify.annotations.NullMarked;
