/** The demonstration: the whole chain on one machine. */
@NullMarked
package dev.skerry.cli.demo;

import org.jspecify.annotations.NullMarked;
