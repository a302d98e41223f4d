package dev.skerry.runtime;

import java.util.function.BiConsumer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** A Kafka Streams store. */
record StreamsEntryStore(KeyValueStore<String, byte[]> store) implements EntryStore {

    @Override
    public void put(String key, byte[] value) {
        store.put(key, value);
    }

    @Override
    public void delete(String key) {
        store.delete(key);
    }

    @Override
    public void all(BiConsumer<String, byte[]> entry) {
        try (KeyValueIterator<String, byte[]> entries = store.all()) {
            entries.forEachRemaining(each -> entry.accept(each.key, each.value));
        }
    }

    @Override
    public void under(String prefix, BiConsumer<String, byte[]> entry) {
        try (KeyValueIterator<String, byte[]> entries = store.prefixScan(prefix, new StringSerializer())) {
            entries.forEachRemaining(each -> entry.accept(each.key, each.value));
        }
    }
}
