/** The commands, one class each. */
@NullMarked
package dev.skerry.cli.command;

import org.jspecify.annotations.NullMarked;
