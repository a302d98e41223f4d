package dev.skerry.runtime;

import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way out.
 *
 * @param topic with the installation's prefix; empty while the record only moves on to its aggregate
 * @param value null is a tombstone
 * @param timestamp milliseconds since the epoch
 */
record Departure(String topic, String key, byte @Nullable [] value, Headers headers, long timestamp) {}
