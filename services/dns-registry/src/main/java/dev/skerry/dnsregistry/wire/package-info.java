/** Avro to domain and back. */
@NullMarked
package dev.skerry.dnsregistry.wire;

import org.jspecify.annotations.NullMarked;
