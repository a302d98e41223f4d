package dev.skerry.catalogue;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue.
 *
 * @param name without an installation's prefix
 * @param kind what its records are
 * @param owner the one service that defines it; for {@code requests} and {@code observations} others may write too
 * @param key what its key is, for a person
 * @param partitions at least 1
 * @param retention how long records are kept; empty for a compacted topic
 * @param types the record types that may stand in it
 * @param summary one sentence for a person
 */
public record Topic(
        String name,
        Kind kind,
        String owner,
        String key,
        int partitions,
        Optional<Duration> retention,
        List<Class<? extends SpecificRecord>> types,
        String summary) {

    /**
     * What key, headers and the batch around a record take at most beside its value, bytes. A record gains no more than that on its
     * way to the dead letters or through an internal topic.
     */
    public static final int HEADROOM_BYTES = 1 << 16;

    private static final int LARGEST_FROM_OUTSIDE = 1 << 20;
    private static final int LARGEST_DECIDED = 16 << 20;

    /** The largest record of any topic, internal ones included, bytes: the dead letter of the largest that is decided. */
    public static final int LARGEST_MESSAGE = LARGEST_DECIDED + HEADROOM_BYTES;

    /** What the records of a topic are. */
    public enum Kind {
        /** Anyone with the right may ask. */
        REQUESTS,
        /** The owner's facts. */
        EVENTS,
        /** The owner's latest snapshot by key, compacted: the read model for everyone. */
        STATE,
        /** Work for actuators. */
        TASKS,
        /** What was seen from outside. */
        OBSERVATIONS,
        /** Records that could not be understood or were refused, with the reason. */
        DEAD_LETTERS
    }

    /**
     * The largest record, key and headers included, bytes. What comes from outside is held smaller than what an owner makes of it: a
     * cluster's desired state holds the workloads of many requests.
     */
    public int maxMessageBytes() {
        return switch (kind) {
            case REQUESTS, OBSERVATIONS -> LARGEST_FROM_OUTSIDE;
            case EVENTS, STATE, TASKS -> LARGEST_DECIDED;
            case DEAD_LETTERS -> LARGEST_MESSAGE;
        };
    }

    /** The largest value of a record that we write, bytes. */
    public int maxValueBytes() {
        return maxMessageBytes() - HEADROOM_BYTES;
    }

    /** @throws IllegalStateException when a value is larger than {@link #maxValueBytes} */
    public byte[] checkSize(byte[] value) {
        return checkSize(name, maxValueBytes(), value);
    }

    /** @throws IllegalStateException when a value for a place is larger than that */
    public static byte[] checkSize(String place, int most, byte[] value) {
        if (value.length > most) {
            throw new IllegalStateException(
                    "a record of " + value.length + " bytes for " + place + ", which takes at most " + most);
        }
        return value;
    }

    /** Whether the newest record of each key is kept for ever. */
    public boolean compacted() {
        return retention.isEmpty();
    }

    /** The topic's settings on the broker, by Kafka's names; how often it is replicated is the broker's to say. */
    public Map<String, String> configuration() {
        Map<String, String> configuration = new LinkedHashMap<>();
        retention.ifPresentOrElse(
                time -> {
                    configuration.put("cleanup.policy", "delete");
                    configuration.put("retention.ms", Long.toString(time.toMillis()));
                },
                () -> {
                    configuration.put("cleanup.policy", "compact");
                    configuration.put("segment.bytes", "16777216");
                    configuration.put("min.cleanable.dirty.ratio", "0.3");
                });
        configuration.put("max.message.bytes", Integer.toString(maxMessageBytes()));
        // The broker unpacks what comes packed before it measures it: no record grows on its way to a reader.
        configuration.put("compression.type", "uncompressed");
        return configuration;
    }

    /** The registry's subject for a record type: TopicRecordNameStrategy, {@code topic-fullRecordName}. */
    public String subject(String prefix, Schema schema) {
        return prefix + name + "-" + schema.getFullName();
    }

    /** The schemas of the record types, in the catalogue's order. */
    public List<Schema> schemas() {
        return types.stream().map(SpecificData.get()::getSchema).toList();
    }

    @Override
    public String toString() {
        return name;
    }
}
