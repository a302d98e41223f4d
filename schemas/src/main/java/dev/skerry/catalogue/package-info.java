/** The topic catalogue: the one place from which topic names, keys, retention and event types come. */
@NullMarked
package dev.skerry.catalogue;

import org.jspecify.annotations.NullMarked;
