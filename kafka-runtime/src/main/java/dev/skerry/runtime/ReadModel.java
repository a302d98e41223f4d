package dev.skerry.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * A {@code state} topic in memory: the latest committed snapshot of each key. Reads never block and never leave the process; they
 * may be some milliseconds behind the owner. Safe for use by many threads.
 *
 * @param <T> the record type
 */
public interface ReadModel<T extends SpecificRecord> {

    /** The snapshot of a key. */
    Optional<T> get(String key);

    /** All snapshots, in no particular order; a live view. */
    Collection<T> all();

    /** The headers of the event by which a key got its snapshot; empty where {@link ReadModels#withHeaders} was not asked for them. */
    Optional<EventHeaders> headers(String key);

    /** Whether everything that was in the topic when the service started has been read. */
    boolean caughtUp();

    /**
     * Waits until a key's snapshot fulfils a condition.
     *
     * @return the snapshot that does, or empty when the time was over
     */
    Optional<T> await(String key, Predicate<T> condition, Duration atMost);

    /**
     * Tells a listener of every snapshot: those that are there, then each change, in order by key and on one thread. The value is
     * null when the key was deleted. A listener must not block.
     *
     * @return closes the subscription
     */
    AutoCloseable subscribe(BiConsumer<String, @Nullable T> listener);
}
