package dev.skerry.catalogue;

import java.time.Duration;
import java.util.List;
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

    /** The largest record of any topic, bytes. */
    public static final int LARGEST_MESSAGE = 16 << 20;

    private static final int LARGEST_FROM_OUTSIDE = 1 << 20;

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
            case EVENTS, STATE, TASKS, DEAD_LETTERS -> LARGEST_MESSAGE;
        };
    }

    /** Whether the newest record of each key is kept for ever. */
    public boolean compacted() {
        return retention.isEmpty();
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
