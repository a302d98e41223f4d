/** Tables, JSON and YAML. */
@NullMarked
package dev.skerry.cli.output;

import org.jspecify.annotations.NullMarked;
