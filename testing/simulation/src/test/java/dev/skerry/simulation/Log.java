package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.runtime.PoisonException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Kafka as its contract says: nothing committed is lost, and each partition is read in the order in which it was written. */
final class Log {

    private static final int PARTITIONS = 4;

    private final AvroCodec codec;
    private final Map<String, List<List<LogRecord>>> topics = new HashMap<>();
    private final Map<String, Integer> partitions = new HashMap<>();
    private final List<Consumer<LogRecord>> readers = new ArrayList<>();

    Log(AvroCodec codec) {
        this.codec = codec;
        Topics.ALL.forEach(topic -> partitions.put(topic.name(), topic.partitions()));
    }

    /** A topic that is not in the catalogue. */
    void create(String topic, int count) {
        partitions.put(topic, count);
    }

    /** Has every record told that is appended from now on. */
    void follow(Consumer<LogRecord> reader) {
        readers.add(reader);
    }

    LogRecord append(String topic, String key, byte @Nullable [] value, Headers headers, long timestamp, long now) {
        List<List<LogRecord>> records = topics.computeIfAbsent(topic, this::empty);
        int partition = Utils.toPositive(Utils.murmur2(key.getBytes(StandardCharsets.UTF_8))) % records.size();
        List<LogRecord> there = records.get(partition);
        LogRecord record = new LogRecord(
                topic, partition, there.size(), key, value, headers, timestamp, now, decoded(topic, value));
        there.add(record);
        readers.forEach(reader -> reader.accept(record));
        return record;
    }

    /** The record at a place; null at the end. */
    @Nullable
    LogRecord at(String topic, int partition, long offset) {
        List<List<LogRecord>> records = topics.get(topic);
        if (records == null
                || partition >= records.size()
                || offset >= records.get(partition).size()) {
            return null;
        }
        return records.get(partition).get((int) offset);
    }

    /** All records of a topic, partition by partition. */
    List<LogRecord> all(String topic) {
        return topics.getOrDefault(topic, List.of()).stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<List<LogRecord>> empty(String topic) {
        int count = partitions.getOrDefault(topic, PARTITIONS);
        List<List<LogRecord>> records = new ArrayList<>(count);
        for (int partition = 0; partition < count; partition++) {
            records.add(new ArrayList<>());
        }
        return records;
    }

    private @Nullable SpecificRecord decoded(String topic, byte @Nullable [] value) {
        if (value == null || topic.endsWith("-repartition") || topic.equals(Topics.DEAD_LETTERS.name())) {
            return null;
        }
        try {
            return codec.decode(value);
        } catch (PoisonException e) {
            return null;
        }
    }
}
