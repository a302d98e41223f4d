package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.schemas.runtime.Stored;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The entries of aggregates in a Kafka Streams store. An entry's key is the aggregate's key, a NUL and the entry's name. */
final class AggregateStore {

    private static final char SEPARATOR = '\0';

    /** What is stored of one aggregate. */
    static final class Contents {
        final List<SpecificRecord> entries = new ArrayList<>();
        String correlationId = "";
        String causationId = "";
    }

    private final KeyValueStore<String, byte[]> store;
    private final AvroCodec codec;
    private final String place;

    /** @param place the catalogue's name of the store */
    AggregateStore(KeyValueStore<String, byte[]> store, AvroCodec codec, String place) {
        this.store = store;
        this.codec = codec;
        this.place = place;
    }

    byte @Nullable [] encode(@Nullable SpecificRecord record) {
        return record == null ? null : Topic.checkSize(place, Topic.MOST_BYTES, codec.encode(place, record));
    }

    void put(String key, String name, byte @Nullable [] entry, EventHeaders cause) {
        if (entry == null) {
            store.delete(key + SEPARATOR + name);
            return;
        }
        try {
            ByteBuffer stored =
                    Stored.getEncoder().encode(new Stored(cause.correlationId(), cause.id(), ByteBuffer.wrap(entry)));
            byte[] bytes = new byte[stored.remaining()];
            stored.get(bytes);
            store.put(key + SEPARATOR + name, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    /** All aggregates of this task. */
    Map<String, Contents> all() {
        Map<String, Contents> aggregates = new LinkedHashMap<>();
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            entries.forEachRemaining(entry -> add(
                    aggregates.computeIfAbsent(
                            entry.key.substring(0, entry.key.indexOf(SEPARATOR)), key -> new Contents()),
                    entry));
        }
        return aggregates;
    }

    /** One aggregate; without entries when there is none. */
    Contents one(String key) {
        Contents contents = new Contents();
        try (KeyValueIterator<String, byte[]> entries = store.prefixScan(key + SEPARATOR, new StringSerializer())) {
            entries.forEachRemaining(entry -> add(contents, entry));
        }
        return contents;
    }

    private void add(Contents contents, KeyValue<String, byte[]> entry) {
        try {
            Stored stored = Stored.getDecoder().decode(entry.value);
            byte[] bytes = new byte[stored.getEntry().remaining()];
            stored.getEntry().get(bytes);
            contents.entries.add(codec.decode(bytes));
            contents.correlationId = stored.getCorrelationId();
            contents.causationId = stored.getCausationId();
        } catch (IOException e) {
            throw new UncheckedIOException("the store " + place + " holds an entry that cannot be read", e);
        }
    }
}
