package dev.skerry.simulation;

import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A committed record.
 *
 * @param headers never changed; whoever changes them makes a copy
 * @param timestamp its writer's, milliseconds since the epoch
 * @param at when it became visible by the simulation's own clock, milliseconds since the epoch
 * @param decoded its value for those who look on; null for a tombstone, a record between a decider's halves, and poison
 */
public record LogRecord(
        String topic,
        int partition,
        long offset,
        String key,
        byte @Nullable [] value,
        Headers headers,
        long timestamp,
        long at,
        @Nullable SpecificRecord decoded) {

    /** A header's text; empty when it is not there. */
    public String header(String name) {
        var header = headers.lastHeader(name);
        return header == null ? "" : new String(header.value(), java.nio.charset.StandardCharsets.UTF_8);
    }
}
