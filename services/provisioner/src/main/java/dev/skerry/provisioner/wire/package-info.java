/** Avro to domain and back: the only mapping there is. */
@NullMarked
package dev.skerry.provisioner.wire;

import org.jspecify.annotations.NullMarked;
