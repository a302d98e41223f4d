package dev.skerry.runtime;

import dev.skerry.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What a record carries to the dead letters beside its own headers: where it stood, who refused it, and why. */
final class DeadLetter {

    static final String TOPIC = "dead-letter-topic";
    static final String PLACE = "dead-letter-place";
    static final String CONSUMER = "dead-letter-consumer";
    static final String REASON = "dead-letter-reason";

    private DeadLetter() {}

    static String topic(String prefix) {
        return prefix + Topics.DEAD_LETTERS.name();
    }

    /** @param consumer the service and its decider */
    static Departure of(Arrival arrival, String prefix, String consumer, String reason) {
        Arrival.Origin origin = arrival.origin();
        return new Departure(
                topic(prefix),
                origin.key(),
                arrival.value(),
                headers(arrival.headers(), origin.topic(), origin.place(), consumer, reason),
                arrival.timestamp());
    }

    /** @param consumer the service and its decider or worker */
    static Headers headers(Headers original, String topic, String place, String consumer, String reason) {
        Headers headers = new RecordHeaders(original);
        put(headers, TOPIC, topic);
        put(headers, PLACE, place);
        put(headers, CONSUMER, consumer);
        put(headers, REASON, reason);
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
