package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * One piece of an aggregate's stored state. An aggregate may consist of many, so that a decision about one machine of ten thousand
 * writes one.
 *
 * @param name of the entry within the aggregate, such as {@code machine/ID}; empty for an aggregate of one entry
 * @param record the new value; null deletes the entry, and leaves a tombstone where it is published
 * @param topic the {@code state} topic on which it is published too; null keeps it private
 * @param key its key there
 */
public record Entry(
        String name,
        @Nullable SpecificRecord record,
        @Nullable Topic topic,
        @Nullable String key) {

    /** An entry that only this decider reads. */
    public static Entry stored(String name, @Nullable SpecificRecord record) {
        return new Entry(name, record, null, null);
    }

    /** An entry that is the public snapshot as well. */
    public static Entry published(String name, @Nullable SpecificRecord record, Topic topic, String key) {
        return new Entry(name, record, topic, key);
    }

    /** A snapshot that is published and not stored: a view of state that is stored otherwise. */
    public static Entry view(@Nullable SpecificRecord record, Topic topic, String key) {
        return new Entry(VIEW, record, topic, key);
    }

    static final String VIEW = " view";

    boolean isView() {
        return VIEW.equals(name);
    }
}
