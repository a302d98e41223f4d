/** Rules on a machine's facts. */
@NullMarked
package dev.skerry.rules;

import org.jspecify.annotations.NullMarked;
