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
import org.jspecify.annotations.Nullable;

/** The entries of aggregates in a store. An entry's key is the aggregate's key, a NUL and the entry's name. */
final class AggregateStore {

    private static final char SEPARATOR = '\0';

    /** What is stored of one aggregate. */
    static final class Contents {
        final List<SpecificRecord> entries = new ArrayList<>();
        String correlationId = "";
        String causationId = "";
    }

    private final EntryStore store;
    private final AvroCodec codec;
    private final String place;

    /** @param place the catalogue's name of the store */
    AggregateStore(EntryStore store, AvroCodec codec, String place) {
        this.store = store;
        this.codec = codec;
        this.place = place;
    }

    byte @Nullable [] encode(@Nullable SpecificRecord record) {
        return record == null
                ? null
                : Topic.checkSize(place, Topic.LARGEST_MESSAGE - Topic.HEADROOM_BYTES, codec.encode(place, record));
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
        store.all((key, value) -> add(
                aggregates.computeIfAbsent(key.substring(0, key.indexOf(SEPARATOR)), each -> new Contents()), value));
        return aggregates;
    }

    /** One aggregate; without entries when there is none. */
    Contents one(String key) {
        Contents contents = new Contents();
        store.under(key + SEPARATOR, (name, value) -> add(contents, value));
        return contents;
    }

    private void add(Contents contents, byte[] value) {
        try {
            Stored stored = Stored.getDecoder().decode(value);
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
