/** The topology: the service on one screen. */
@NullMarked
package dev.skerry.inventory.stream;

import org.jspecify.annotations.NullMarked;
