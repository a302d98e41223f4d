package dev.skerry.appmanager.effect;

import dev.skerry.runtime.DeadLetter;
import dev.skerry.runtime.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a list shows of a dead letter.
 *
 * @param id where it stands among the dead letters: partition and offset with a hyphen between
 * @param time when it was refused
 * @param topic the full name of the topic where the record stood
 * @param place where it stood: {@code topic-partition-offset}
 * @param consumer who refused it
 * @param reason why, for a person
 * @param key the record's
 * @param eventId of the event that the record is; its place when its writer gave it none
 * @param correlationId of the chain that it belongs to
 * @param bytes of its value; -1 when it has none
 */
public record DeadLetterItem(
        String id,
        Instant time,
        String topic,
        String place,
        String consumer,
        String reason,
        String key,
        String eventId,
        String correlationId,
        int bytes) {

    /** Where a dead letter stands. */
    record Place(int partition, long offset) {

        private static final Pattern FORM = Pattern.compile("([0-9]{1,9})-([0-9]{1,18})");

        static Optional<Place> of(String id) {
            Matcher form = FORM.matcher(id);
            return form.matches()
                    ? Optional.of(new Place(Integer.parseInt(form.group(1)), Long.parseLong(form.group(2))))
                    : Optional.empty();
        }
    }

    /** A dead letter as it stands in its topic. */
    public static DeadLetterItem of(ConsumerRecord<String, byte[]> record) {
        String key = record.key() == null ? "" : record.key();
        String place = text(record.headers(), DeadLetter.PLACE);
        EventHeaders event = EventHeaders.from(record.headers(), place, key, record.timestamp());
        return new DeadLetterItem(
                record.partition() + "-" + record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                text(record.headers(), DeadLetter.TOPIC),
                place,
                text(record.headers(), DeadLetter.CONSUMER),
                text(record.headers(), DeadLetter.REASON),
                key,
                shortened(event.id()),
                shortened(event.correlationId()),
                record.value() == null ? -1 : record.value().length);
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    /** An id that was refused for its length is not repeated at its length. */
    private static String shortened(String id) {
        return id.length() <= 128 ? id : id.substring(0, 125) + "...";
    }
}
