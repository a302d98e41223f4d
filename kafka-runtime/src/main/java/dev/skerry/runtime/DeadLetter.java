package dev.skerry.runtime;

import dev.skerry.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What a record carries to the dead letters beside its own headers: where it stood, who refused it, and why. */
public final class DeadLetter {

    /** The full name of the topic where the record stood. */
    public static final String TOPIC = "dead-letter-topic";
    /** Where it stood: {@code topic-partition-offset}. */
    public static final String PLACE = "dead-letter-place";
    /** Who refused it: the service and its decider, or the share group. */
    public static final String CONSUMER = "dead-letter-consumer";
    /** Why, for a person; at most {@value #LONGEST_REASON} characters. */
    public static final String REASON = "dead-letter-reason";

    private static final Set<String> OURS = Set.of(TOPIC, PLACE, CONSUMER, REASON);
    private static final int LONGEST_REASON = 1_000;

    private DeadLetter() {}

    static String topic(String prefix) {
        return prefix + Topics.DEAD_LETTERS.name();
    }

    /**
     * @param consumer the service and its decider
     * @param now from when on it is kept for its time, however old or new its writer said that it is
     */
    static Departure of(Arrival arrival, String prefix, String consumer, String reason, Instant now) {
        Arrival.Origin origin = arrival.origin();
        return new Departure(
                topic(prefix),
                origin.key(),
                arrival.value(),
                headers(arrival.headers(), origin.topic(), origin.place(), consumer, reason),
                now.toEpochMilli());
    }

    /** @param consumer the service and its decider or worker */
    static Headers headers(Headers original, String topic, String place, String consumer, String reason) {
        Headers headers = without(original);
        put(headers, TOPIC, topic);
        put(headers, PLACE, place);
        put(headers, CONSUMER, consumer);
        put(headers, REASON, plain(reason));
        return headers;
    }

    /** The headers that a record had before it was refused. */
    public static Headers without(Headers headers) {
        Headers kept = new RecordHeaders();
        for (Header header : headers) {
            if (!OURS.contains(header.key()) && !Arrival.isOrigin(header.key())) {
                kept.add(header);
            }
        }
        return kept;
    }

    /** A reason may quote what somebody sent: it is one line of bounded length, wherever it is shown. */
    static String plain(String reason) {
        String line = reason.replaceAll("\\p{Cntrl}", " ");
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON - 3) + "...";
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
