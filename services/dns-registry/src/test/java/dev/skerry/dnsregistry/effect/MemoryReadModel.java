package dev.skerry.dnsregistry.effect;

import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.ReadModel;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A state topic that a test writes. */
final class MemoryReadModel<T extends SpecificRecord> implements ReadModel<T> {

    private final Map<String, T> values = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, @Nullable T>> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean caughtUp;

    synchronized void put(String key, T value) {
        values.put(key, value);
        listeners.forEach(listener -> listener.accept(key, value));
    }

    synchronized void delete(String key) {
        values.remove(key);
        listeners.forEach(listener -> listener.accept(key, null));
    }

    void catchUp() {
        caughtUp = true;
    }

    int listeners() {
        return listeners.size();
    }

    @Override
    public Optional<T> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public Collection<T> all() {
        return values.values();
    }

    @Override
    public Optional<EventHeaders> headers(String key) {
        return Optional.empty();
    }

    @Override
    public boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public Optional<T> await(String key, Predicate<T> condition, Duration atMost) {
        return get(key).filter(condition);
    }

    @Override
    public synchronized AutoCloseable subscribe(BiConsumer<String, @Nullable T> listener) {
        values.forEach(listener);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
