package dev.skerry.appmanager.rest;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.ReadModel;
import dev.skerry.runtime.ReadModels;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** Read models that a test fills. */
public final class FakeReadModels implements ReadModels {

    private final Map<Topic, Fake<? extends SpecificRecord>> models = new ConcurrentHashMap<>();
    private final AtomicBoolean caughtUp = new AtomicBoolean(true);

    @Override
    @SuppressWarnings("unchecked") // one topic has one record type
    public <T extends SpecificRecord> Fake<T> of(Topic topic, Class<T> type) {
        return (Fake<T>) models.computeIfAbsent(topic, each -> new Fake<T>(caughtUp));
    }

    @Override
    public <T extends SpecificRecord> Fake<T> withHeaders(Topic topic, Class<T> type) {
        return of(topic, type);
    }

    public void put(Topic topic, String key, @Nullable SpecificRecord value) {
        of(topic, SpecificRecord.class).put(key, value);
    }

    public void clear() {
        models.values().forEach(Fake::clear);
    }

    public void caughtUp(boolean is) {
        caughtUp.set(is);
    }

    /** Subscriptions to one topic that are open. */
    public int listeners(Topic topic) {
        return of(topic, SpecificRecord.class).listeners();
    }

    /** One model. */
    public static final class Fake<T extends SpecificRecord> implements ReadModel<T> {

        private final Map<String, T> values = new ConcurrentHashMap<>();
        private final Set<BiConsumer<String, @Nullable T>> listeners = new LinkedHashSet<>();
        private final AtomicBoolean caughtUp;

        public Fake(AtomicBoolean caughtUp) {
            this.caughtUp = caughtUp;
        }

        public synchronized void put(String key, @Nullable T value) {
            if (value == null) {
                values.remove(key);
            } else {
                values.put(key, value);
            }
            listeners.forEach(listener -> listener.accept(key, value));
            notifyAll();
        }

        synchronized void clear() {
            Set.copyOf(values.keySet()).forEach(key -> put(key, null));
        }

        public synchronized int listeners() {
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
            return caughtUp.get();
        }

        @Override
        public synchronized Optional<T> await(String key, Predicate<T> condition, Duration atMost) {
            long deadline = System.nanoTime() + atMost.toNanos();
            while (get(key).filter(condition).isEmpty()) {
                long left = (deadline - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return Optional.empty();
                }
                try {
                    wait(left);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return Optional.empty();
                }
            }
            return get(key);
        }

        @Override
        public synchronized AutoCloseable subscribe(BiConsumer<String, @Nullable T> listener) {
            values.forEach(listener);
            listeners.add(listener);
            return () -> {
                synchronized (this) {
                    listeners.remove(listener);
                }
            };
        }
    }
}
