package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import org.apache.avro.specific.SpecificRecord;

/** What a decided event becomes outside. */
public sealed interface Outgoing {

    /** A record on a topic, written in the decision's transaction. */
    record Publish(Topic topic, String key, SpecificRecord value) implements Outgoing {}

    /**
     * The input is refused: it goes to the dead letters with the reason, and the consumer goes on.
     *
     * @param field the field that is at fault
     * @param reason what is wrong with it and the remedy
     */
    record Refuse(String field, String reason) implements Outgoing {}

    static Outgoing publish(Topic topic, String key, SpecificRecord value) {
        return new Publish(topic, key, value);
    }

    static Outgoing refuse(String field, String reason) {
        return new Refuse(field, reason);
    }
}
