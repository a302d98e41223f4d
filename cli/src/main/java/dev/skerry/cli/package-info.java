/** The command line: data on stdout, progress on stderr, one exit code for each way to end. */
@NullMarked
package dev.skerry.cli;

import org.jspecify.annotations.NullMarked;
