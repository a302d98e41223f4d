package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** Reads a raw record: where it stood first, its headers and its value, also after a repartition topic. */
final class Intake {

    /** Where a record stood before it went through a repartition topic. */
    private static final String ORIGIN_TOPIC = "skerry-origin-topic";

    private static final String ORIGIN_KEY = "skerry-origin-key";
    private static final String ORIGIN_PLACE = "skerry-origin-place";

    private final AvroCodec codec;
    private final Map<String, Topic> topics;

    Intake(AvroCodec codec, String prefix) {
        this.codec = codec;
        this.topics =
                Topics.ALL.stream().collect(Collectors.toMap(topic -> prefix + topic.name(), Function.identity()));
    }

    /** Where a record stood first. */
    record Origin(String topic, String key, String place) {}

    static Origin origin(ProcessorContext<?, ?> context, Record<String, byte[]> record) {
        String topic = header(record.headers(), ORIGIN_TOPIC);
        if (topic != null) {
            return new Origin(topic, text(record, ORIGIN_KEY), text(record, ORIGIN_PLACE));
        }
        RecordMetadata place = context.recordMetadata().orElseThrow();
        String key = record.key() == null ? "" : record.key();
        return new Origin(place.topic(), key, place.topic() + "-" + place.partition() + "-" + place.offset());
    }

    /** @throws PoisonException when the value cannot be understood */
    Received read(Origin origin, Record<String, byte[]> record) {
        Topic topic = topics.get(origin.topic());
        if (topic == null) {
            throw new IllegalStateException(origin.topic() + " is not in the catalogue");
        }
        EventHeaders headers = EventHeaders.from(record.headers(), origin.place(), origin.key(), record.timestamp());
        return new Received(topic, origin.key(), codec.decode(record.value()), headers);
    }

    /** The record under another key, with its origin in the headers. */
    static Record<String, Out> rekeyed(Origin origin, Record<String, byte[]> record, String key) {
        put(record.headers(), ORIGIN_TOPIC, origin.topic());
        put(record.headers(), ORIGIN_KEY, origin.key());
        put(record.headers(), ORIGIN_PLACE, origin.place());
        return record.withKey(key).withValue(new Out("", record.value()));
    }

    private static String text(Record<String, byte[]> record, String name) {
        String value = header(record.headers(), name);
        return value == null ? "" : value;
    }

    private static @Nullable String header(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
