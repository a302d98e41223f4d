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

    /** The most that any record's value may have, bytes: room for a whole dead letter. */
    public static final int MOST_BYTES = 9 << 20;

    /** What a record's key and headers may have beside its value, bytes. */
    public static final int HEADROOM_BYTES = 1 << 16;

    private static final int MOST_ASKED_BYTES = 2 << 20;
    private static final int MOST_DECIDED_BYTES = 8 << 20;

    /**
     * The most that a record's value may have here, bytes. What comes from outside is smaller than what is decided from it: a
     * decision repeats the request and adds to it.
     */
    public int mostBytes() {
        return switch (kind) {
            case REQUESTS, OBSERVATIONS -> MOST_ASKED_BYTES;
            case EVENTS, STATE, TASKS -> MOST_DECIDED_BYTES;
            case DEAD_LETTERS -> MOST_BYTES;
        };
    }

    /** @throws IllegalStateException when a value is larger than {@link #mostBytes} */
    public byte[] checkSize(byte[] value) {
        return checkSize(name, mostBytes(), value);
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
