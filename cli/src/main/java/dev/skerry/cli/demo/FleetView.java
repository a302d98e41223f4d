package dev.skerry.cli.demo;

import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.api.Following;
import dev.skerry.cli.api.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The fleet's collections as they stand, kept up to date by watching the fleet API. */
final class FleetView implements AutoCloseable {

    private static final List<String> COLLECTIONS = List.of("machines", "clusters", "apps", "placements", "records");

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<String, Map<String, JsonNode>> items = new HashMap<>();
    private final List<Following> followings = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final ChangeListener listener;
    private long changes;
    private @Nullable RuntimeException failure;

    private FleetView(ChangeListener listener) {
        this.listener = listener;
    }

    /** Told each change of an item, one at a time. */
    interface ChangeListener {
        void changed(String collection, String key, Optional<JsonNode> before, JsonNode now);
    }

    static FleetView open(FleetApi api, ChangeListener listener) {
        FleetView view = new FleetView(listener);
        for (String collection : COLLECTIONS) {
            view.items.put(collection, new HashMap<>());
        }
        for (String collection : COLLECTIONS) {
            Following following = new Following(api, collection, view.watcher(collection));
            view.followings.add(following);
            view.threads.add(Thread.ofVirtual().name("watch-" + collection).start(() -> view.follow(following)));
        }
        return view;
    }

    private void follow(Following following) {
        try {
            following.run();
        } catch (RuntimeException e) {
            locked(() -> failure = e);
        }
    }

    private Watcher watcher(String collection) {
        return new Watcher() {
            @Override
            public void upsert(String key, JsonNode item) {
                locked(() -> {
                    JsonNode before = of(collection).put(key, item);
                    listener.changed(collection, key, Optional.ofNullable(before), item);
                });
            }

            @Override
            public void delete(String key) {
                locked(() -> of(collection).remove(key));
            }

            @Override
            public void synced() {
                // A snapshot and the changes after it count alike.
            }
        };
    }

    private Map<String, JsonNode> of(String collection) {
        return items.computeIfAbsent(collection, _ -> new HashMap<>());
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changes++;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for a change, or until the time is over.
     *
     * @param since the number of changes that the caller knows
     * @return the number of changes by now
     * @throws RuntimeException when the fleet can no longer be watched
     */
    long await(long since, Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (changes == since && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (failure != null) {
                throw failure;
            }
            return changes;
        } finally {
            lock.unlock();
        }
    }

    Snapshot snapshot() {
        lock.lock();
        try {
            return new Snapshot(
                    Map.copyOf(of("machines")),
                    Map.copyOf(of("clusters")),
                    Map.copyOf(of("apps")),
                    Map.copyOf(of("placements")),
                    Map.copyOf(of("records")));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        followings.forEach(Following::close);
        threads.forEach(Thread::interrupt);
        try {
            for (Thread thread : threads) {
                thread.join(Duration.ofSeconds(1));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
