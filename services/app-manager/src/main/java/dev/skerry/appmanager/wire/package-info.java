/** Avro to domain and back: the only mapping there is. */
@NullMarked
package dev.skerry.appmanager.wire;

import org.jspecify.annotations.NullMarked;
