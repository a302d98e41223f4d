package dev.skerry.cli.api;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Watches a collection for as long as it is asked to: a stream that breaks is opened again, and of the new snapshot only what is
 * different is passed on. Closing it ends the watch.
 */
public final class Following implements Runnable, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long PAUSE_MILLIS = 500;

    private final FleetApi api;
    private final String path;
    private final Watcher watcher;
    private final Map<String, JsonNode> known = new HashMap<>();
    private final Set<String> snapshot = new HashSet<>();
    private boolean inSnapshot;
    private long lastHeard = System.nanoTime();
    private @Nullable AutoCloseable stream;
    private boolean closed;

    public Following(FleetApi api, String path, Watcher watcher) {
        this.api = api;
        this.path = path;
        this.watcher = watcher;
    }

    /**
     * Watches until it is closed.
     *
     * @throws CommandException when the fleet has not answered for 30 s, or answers that there is no such thing
     */
    @Override
    public void run() {
        while (!isClosed()) {
            try {
                begin();
                api.watch(path, new Deduplicated(), this::opened);
                pause();
            } catch (CommandException e) {
                if (isClosed()) {
                    return;
                }
                boolean passing = e.exitCode() == ExitCode.UNAVAILABLE || e.exitCode() == ExitCode.TIMED_OUT;
                if (!passing || System.nanoTime() - lastHeard > PATIENCE.toNanos()) {
                    throw e;
                }
                pause();
            }
        }
    }

    private synchronized void begin() {
        inSnapshot = true;
        snapshot.clear();
    }

    private synchronized void opened(AutoCloseable opened) {
        lastHeard = System.nanoTime();
        stream = opened;
        if (closed) {
            close();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (stream != null) {
            try {
                stream.close();
            } catch (Exception alreadyBroken) {
                // It is not needed any more, whatever became of it.
            }
        }
    }

    private final class Deduplicated implements Watcher {

        @Override
        public void upsert(String key, JsonNode item) {
            lastHeard = System.nanoTime();
            if (inSnapshot) {
                snapshot.add(key);
            }
            if (!item.equals(known.put(key, item))) {
                watcher.upsert(key, item);
            }
        }

        @Override
        public void delete(String key) {
            lastHeard = System.nanoTime();
            if (known.remove(key) != null) {
                watcher.delete(key);
            }
        }

        @Override
        public void synced() {
            lastHeard = System.nanoTime();
            inSnapshot = false;
            Set<String> gone = new HashSet<>(known.keySet());
            gone.removeAll(snapshot);
            gone.forEach(this::delete);
            watcher.synced();
        }
    }
}
