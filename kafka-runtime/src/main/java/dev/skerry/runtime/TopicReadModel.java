package dev.skerry.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A read model that {@link ReadModelLoader} feeds. */
final class TopicReadModel<T extends SpecificRecord> implements ReadModel<T> {

    private final Class<T> type;
    private final BooleanSupplier caughtUp;
    private final Map<String, T> values = new ConcurrentHashMap<>();
    private final Map<String, EventHeaders> headers = new ConcurrentHashMap<>();
    private volatile boolean keepingHeaders;
    private final List<BiConsumer<String, @Nullable T>> listeners = new CopyOnWriteArrayList<>();

    /** Guards changes against subscriptions, so that a listener misses none and sees none twice. */
    private final ReentrantLock lock = new ReentrantLock();

    /** Who waits for which key; an entry is there while somebody waits. */
    private final Map<String, Waiters> waiting = new HashMap<>();

    private static final class Waiters {
        private final Condition changed;
        private int count;

        Waiters(Condition changed) {
            this.changed = changed;
        }
    }

    TopicReadModel(Class<T> type, BooleanSupplier caughtUp) {
        this.type = type;
        this.caughtUp = caughtUp;
    }

    @Override
    public Optional<T> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    @Override
    public Collection<T> all() {
        return Collections.unmodifiableCollection(values.values());
    }

    @Override
    public Optional<EventHeaders> headers(String key) {
        return Optional.ofNullable(headers.get(key));
    }

    @Override
    public boolean caughtUp() {
        return caughtUp.getAsBoolean();
    }

    @Override
    public Optional<T> await(String key, Predicate<T> condition, Duration atMost) {
        lock.lock();
        try {
            Waiters waiters = waiting.computeIfAbsent(key, _ -> new Waiters(lock.newCondition()));
            waiters.count++;
            try {
                return await(waiters, key, condition, atMost.toNanos());
            } finally {
                if (--waiters.count == 0) {
                    waiting.remove(key);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            lock.unlock();
        }
    }

    private Optional<T> await(Waiters waiters, String key, Predicate<T> condition, long nanos)
            throws InterruptedException {
        long left = nanos;
        while (true) {
            T value = values.get(key);
            if (value != null && condition.test(value)) {
                return Optional.of(value);
            }
            if (left <= 0) {
                return Optional.empty();
            }
            left = waiters.changed.awaitNanos(left);
        }
    }

    @Override
    public AutoCloseable subscribe(BiConsumer<String, @Nullable T> listener) {
        lock.lock();
        try {
            values.forEach(listener);
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        return () -> listeners.remove(listener);
    }

    void keepHeaders() {
        keepingHeaders = true;
    }

    boolean keepsHeaders() {
        return keepingHeaders;
    }

    /** @param cause the record's headers; null where they are not kept */
    void put(String key, @Nullable SpecificRecord record, @Nullable EventHeaders cause) {
        lock.lock();
        try {
            T value = record == null ? null : type.cast(record);
            if (value == null) {
                values.remove(key);
                headers.remove(key);
            } else {
                values.put(key, value);
                if (cause != null) {
                    headers.put(key, cause);
                }
            }
            listeners.forEach(listener -> listener.accept(key, value));
            Waiters waiters = waiting.get(key);
            if (waiters != null) {
                waiters.changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }
}
