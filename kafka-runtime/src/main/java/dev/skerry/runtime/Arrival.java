package dev.skerry.runtime;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A raw record that came in, with where it stood first: a repartition topic that it went through does not count.
 *
 * @param key the aggregate's id; after a repartition topic not the key that it had first
 * @param value null is a tombstone
 * @param headers its own; not shared with another reader
 * @param timestamp milliseconds since the epoch
 */
record Arrival(String key, byte @Nullable [] value, Headers headers, long timestamp, Origin origin) {

    /** Where a record stood before it went through a repartition topic; believed there and nowhere else. */
    private static final String ORIGIN_TOPIC = "skerry-origin-topic";

    private static final String ORIGIN_KEY = "skerry-origin-key";
    private static final String ORIGIN_PLACE = "skerry-origin-place";
    private static final Set<String> ORIGIN = Set.of(ORIGIN_TOPIC, ORIGIN_KEY, ORIGIN_PLACE);

    /** How Kafka Streams ends the names of the topics that it rekeys through; no topic of the catalogue ends so. */
    private static final String REPARTITION = "-repartition";

    /**
     * Where a record stood first.
     *
     * @param topic with the installation's prefix
     * @param key its key there
     * @param place {@code topic-partition-offset}
     */
    record Origin(String topic, String key, String place) {}

    /** A record as it was read at a place. */
    static Arrival at(
            String topic,
            int partition,
            long offset,
            @Nullable String key,
            byte @Nullable [] value,
            Headers headers,
            long timestamp) {
        String known = key == null ? "" : key;
        Origin origin = topic.endsWith(REPARTITION)
                ? new Origin(text(headers, ORIGIN_TOPIC), text(headers, ORIGIN_KEY), text(headers, ORIGIN_PLACE))
                : new Origin(topic, known, topic + "-" + partition + "-" + offset);
        return new Arrival(known, value, headers, timestamp, origin);
    }

    /** Whether a header is one of those that say where a record stood first. */
    static boolean isOrigin(String header) {
        return ORIGIN.contains(header);
    }

    /** The record on its way to the aggregate of another key, with its origin in the headers. */
    Departure rekeyed(String target) {
        Headers kept = DeadLetter.without(headers);
        put(kept, ORIGIN_TOPIC, origin.topic());
        put(kept, ORIGIN_KEY, origin.key());
        put(kept, ORIGIN_PLACE, origin.place());
        return new Departure("", target, value, kept, timestamp);
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
