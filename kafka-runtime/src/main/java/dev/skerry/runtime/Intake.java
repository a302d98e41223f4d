package dev.skerry.runtime;

import dev.skerry.catalogue.Keys;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a raw record: where it stood first, its headers and its value, also after a repartition topic. Whatever is wrong with one is a
 * {@link PoisonException}: anything else would end the stream thread, which would come back to the same record for ever.
 */
final class Intake {

    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    /** Where a record stood before it went through a repartition topic; believed there and nowhere else. */
    private static final String ORIGIN_TOPIC = "skerry-origin-topic";

    private static final String ORIGIN_KEY = "skerry-origin-key";
    private static final String ORIGIN_PLACE = "skerry-origin-place";
    private static final Set<String> ORIGIN = Set.of(ORIGIN_TOPIC, ORIGIN_KEY, ORIGIN_PLACE);

    /** Longer than any key or id of ours, and short enough to be copied to all that follows from a record. */
    private static final int LONGEST = 512;

    private final AvroCodec codec;
    private final Map<String, Topic> topics;

    Intake(AvroCodec codec, String prefix) {
        this.codec = codec;
        this.topics =
                Topics.ALL.stream().collect(Collectors.toMap(topic -> prefix + topic.name(), Function.identity()));
    }

    /** Where a record stood first. */
    record Origin(String topic, String key, String place) {}

    static boolean isOrigin(String header) {
        return ORIGIN.contains(header);
    }

    Origin origin(ProcessorContext<?, ?> context, Record<String, byte[]> record) {
        RecordMetadata place = context.recordMetadata().orElseThrow();
        if (topics.containsKey(place.topic())) {
            String key = record.key() == null ? "" : record.key();
            return new Origin(place.topic(), key, place.topic() + "-" + place.partition() + "-" + place.offset());
        }
        return new Origin(header(record, ORIGIN_TOPIC), header(record, ORIGIN_KEY), header(record, ORIGIN_PLACE));
    }

    /** @throws PoisonException when the record cannot be understood, or does not belong where it stands */
    Received read(Origin origin, Record<String, byte[]> record) {
        Topic topic = topics.get(origin.topic());
        if (topic == null) {
            throw new PoisonException("topic: '" + origin.topic() + "' is not in the catalogue");
        }
        checkKey(topic, origin.key());
        EventHeaders headers = EventHeaders.from(record.headers(), origin.place(), origin.key(), record.timestamp());
        checkLength("ce_id", headers.id());
        checkLength("ce_correlationid", headers.correlationId());
        checkLength("ce_causationid", headers.causationId());
        SpecificRecord value = codec.decode(record.value());
        if (!topic.types().contains(value.getClass())) {
            throw new PoisonException("value: " + value.getSchema().getName() + " does not belong on " + topic
                    + "; it takes "
                    + topic.types().stream().map(Class::getSimpleName).collect(Collectors.joining(", ")));
        }
        Keys.of(value).filter(key -> !key.equals(origin.key())).ifPresent(key -> {
            throw new PoisonException("key: is '" + origin.key() + "'; write the " + topic.key() + ", '" + key + "'");
        });
        return new Received(topic, origin.key(), value, headers);
    }

    /**
     * What a reader makes of a record.
     *
     * @throws PoisonException when it can make nothing of it, also through a fault of its own
     */
    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (PoisonException | UnavailableException | KafkaException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new PoisonException(String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            LOG.error("a record could not be mapped", e);
            throw new PoisonException("internal error: " + e, e);
        }
    }

    /** The record under another key, with its origin in the headers. */
    static Record<String, Out> rekeyed(Origin origin, Record<String, byte[]> record, String key) {
        Headers headers = DeadLetter.without(record.headers());
        put(headers, ORIGIN_TOPIC, origin.topic());
        put(headers, ORIGIN_KEY, origin.key());
        put(headers, ORIGIN_PLACE, origin.place());
        return record.withKey(key).withValue(new Out("", record.value())).withHeaders(headers);
    }

    private static void checkKey(Topic topic, String key) {
        if (key.isEmpty()) {
            throw new PoisonException("key: empty; the " + topic.key() + " is expected");
        }
        checkLength("key", key);
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new PoisonException("key: has a control character; the " + topic.key() + " is expected");
        }
    }

    private static void checkLength(String what, String text) {
        if (text.length() > LONGEST) {
            throw new PoisonException(what + ": longer than " + LONGEST + " characters");
        }
    }

    private static String header(Record<String, byte[]> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null || header.value() == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
