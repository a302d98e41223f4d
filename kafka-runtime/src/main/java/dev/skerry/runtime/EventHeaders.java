package dev.skerry.runtime;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an event: CloudEvents 1.0 in the Kafka protocol binding's binary mode, with a correlation and a causation id as
 * extension attributes and W3C Trace Context's {@code traceparent}.
 *
 * @param id unique with {@code source}; derived from the cause, so that a replay yields it again
 * @param type the record's full name
 * @param source the service that wrote it, {@code /skerry/NAME}
 * @param time when it happened
 * @param subject the record's key
 * @param correlationId of the first event of the chain that it belongs to
 * @param causationId of the event that it follows from; its own id when it is the first
 * @param traceparent null where no trace is under way
 */
public record EventHeaders(
        String id,
        String type,
        String source,
        Instant time,
        String subject,
        String correlationId,
        String causationId,
        @Nullable String traceparent) {

    private static final Pattern TRACEPARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    /** Writes them to a record's headers. */
    public void to(Headers headers) {
        put(headers, "ce_specversion", "1.0");
        put(headers, "ce_id", id);
        put(headers, "ce_type", type);
        put(headers, "ce_source", source);
        put(headers, "ce_time", time.toString());
        put(headers, "ce_subject", subject);
        put(headers, "ce_correlationid", correlationId);
        put(headers, "ce_causationid", causationId);
        put(headers, "content-type", "application/avro");
        if (traceparent != null) {
            put(headers, "traceparent", traceparent);
        }
    }

    /**
     * Reads them from a record. A writer in another language may leave any of them out: then the id is the record's place, which
     * is unique and the same at every reading.
     *
     * @param headers the record's
     * @param place {@code topic-partition-offset}
     * @param key the record's
     * @param timestamp the record's, milliseconds since the epoch
     */
    public static EventHeaders from(Headers headers, String place, String key, long timestamp) {
        String id = text(headers, "ce_id", place);
        return new EventHeaders(
                id,
                text(headers, "ce_type", ""),
                text(headers, "ce_source", ""),
                time(headers, timestamp),
                text(headers, "ce_subject", key),
                text(headers, "ce_correlationid", id),
                text(headers, "ce_causationid", id),
                traceparent(headers));
    }

    /** The same in another trace. */
    EventHeaders in(@Nullable String otherTraceparent) {
        return Objects.equals(traceparent, otherTraceparent)
                ? this
                : new EventHeaders(id, type, source, time, subject, correlationId, causationId, otherTraceparent);
    }

    private static @Nullable String traceparent(Headers headers) {
        return wellFormed(optional(headers, "traceparent"));
    }

    /** One that is malformed is ignored, as W3C Trace Context (section 3.2.2) wants it. */
    static @Nullable String wellFormed(@Nullable String value) {
        return value == null || !TRACEPARENT.matcher(value).matches() ? null : value;
    }

    private static Instant time(Headers headers, long timestamp) {
        try {
            String time = optional(headers, "ce_time");
            return time == null ? Instant.ofEpochMilli(timestamp) : Instant.parse(time);
        } catch (DateTimeParseException e) {
            return Instant.ofEpochMilli(timestamp);
        }
    }

    private static String text(Headers headers, String name, String otherwise) {
        String value = optional(headers, name);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    private static @Nullable String optional(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.remove(name);
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
