package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.sse.EventStream;
import dev.skerry.runtime.ReadModel;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One watcher of a read model. Between two writes it keeps at most the newest value of each changed key, and no more keys than its
 * limit: a watcher that falls behind further is disconnected, comes back and begins with a new snapshot.
 */
final class Watch<T extends SpecificRecord> implements BiConsumer<String, @Nullable T> {

    private final Predicate<T> wanted;
    private final int limit;
    private final Duration heartbeat;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<String> shown = new HashSet<>();
    private Map<String, Optional<T>> pending = new LinkedHashMap<>();
    private boolean following;
    private boolean over;

    /**
     * @param wanted what is to be shown; a key whose value ceases to be wanted is shown as deleted
     * @param limit changed keys that may wait, at least 1
     * @param heartbeat how long the stream may be silent
     */
    Watch(Predicate<T> wanted, int limit, Duration heartbeat) {
        this.wanted = wanted;
        this.limit = limit;
        this.heartbeat = heartbeat;
    }

    @Override
    public void accept(String key, @Nullable T value) {
        lock.lock();
        try {
            if (over) {
                return;
            }
            pending.put(key, Optional.ofNullable(value));
            if (following && pending.size() > limit) {
                pending = new LinkedHashMap<>();
                over = true;
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes the snapshot and then the changes, until the peer goes, falls behind or {@link #end} is called. */
    void run(ReadModel<T> model, EventStream stream) throws IOException, InterruptedException {
        try (Subscription _ = new Subscription(model.subscribe(this))) {
            write(stream, take(Duration.ZERO));
            stream.event("synced", "", JsonNodeFactory.instance.objectNode());
            stream.flush();
            while (!isOver()) {
                Map<String, Optional<T>> changes = take(heartbeat);
                if (changes.isEmpty()) {
                    stream.comment("alive");
                } else {
                    write(stream, changes);
                }
                stream.flush();
            }
        }
    }

    /** Has the stream end; may be called from any thread. */
    void end() {
        lock.lock();
        try {
            over = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void write(EventStream stream, Map<String, Optional<T>> changes) throws IOException {
        for (Map.Entry<String, Optional<T>> change : changes.entrySet()) {
            String key = change.getKey();
            Optional<T> value = change.getValue().filter(wanted);
            if (value.isPresent()) {
                shown.add(key);
                stream.event("upsert", key, AvroJson.tree(value.get()));
            } else if (shown.remove(key)) {
                ObjectNode gone = JsonNodeFactory.instance.objectNode();
                stream.event("delete", key, gone.put("key", key));
            }
        }
    }

    private Map<String, Optional<T>> take(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (pending.isEmpty() && !over && left > 0) {
                left = changed.awaitNanos(left);
            }
            Map<String, Optional<T>> taken = pending;
            pending = new LinkedHashMap<>();
            following = true;
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** How many changed keys wait to be written. */
    int waiting() {
        lock.lock();
        try {
            return pending.size();
        } finally {
            lock.unlock();
        }
    }

    private boolean isOver() {
        lock.lock();
        try {
            return over;
        } finally {
            lock.unlock();
        }
    }

    /** Closes without checked exceptions. */
    private record Subscription(AutoCloseable subscription) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            try {
                subscription.close();
            } catch (Exception e) {
                throw new IOException("the subscription did not close", e);
            }
        }
    }
}
