package dev.skerry.provisioner;

import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.ReadModel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A read model that the test feeds. */
public final class Models<T extends SpecificRecord> implements ReadModel<T> {

    private final Map<String, T> values = new ConcurrentHashMap<>();
    private final List<BiConsumer<String, @Nullable T>> listeners = new ArrayList<>();
    public boolean complete = true;

    public void put(String key, @Nullable T value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
        listeners.forEach(listener -> listener.accept(key, value));
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
        return get(key).map(value -> Published.headers("chain of " + key));
    }

    @Override
    public boolean caughtUp() {
        return complete;
    }

    @Override
    public Optional<T> await(String key, Predicate<T> condition, Duration atMost) {
        return get(key).filter(condition);
    }

    @Override
    public AutoCloseable subscribe(BiConsumer<String, @Nullable T> listener) {
        values.forEach(listener);
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }
}
