package dev.skerry.runtime;

import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way out of a topology.
 *
 * @param topic its full name; empty while it only moves on to its aggregate
 * @param value null is a tombstone
 */
record Out(String topic, byte @Nullable [] value) {

    static final Serializer<Out> SERIALIZER = (topic, out) -> out == null ? null : out.value();

    boolean leaves() {
        return !topic.isEmpty();
    }
}
