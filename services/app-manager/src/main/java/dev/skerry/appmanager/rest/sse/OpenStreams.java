package dev.skerry.appmanager.rest.sse;

import dev.skerry.runtime.Problem;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.springframework.context.SmartLifecycle;

/**
 * The streams that are open: so many at most, and so many of one client. They end when the service stops, before the web server waits
 * for its requests to end: a stream would keep it waiting for the whole grace period.
 */
public final class OpenStreams implements SmartLifecycle {

    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final int most;
    private final int mostOfOne;
    private final Semaphore free;
    private final Set<Runnable> streams = ConcurrentHashMap.newKeySet();
    private final ConcurrentHashMap<String, Integer> clients = new ConcurrentHashMap<>();
    private volatile boolean running;

    /**
     * @param most streams at once, at least 1
     * @param mostOfOne streams of one client at once, at least 1
     */
    public OpenStreams(int most, int mostOfOne) {
        this.most = most;
        this.mostOfOne = mostOfOne;
        this.free = new Semaphore(most);
    }

    /**
     * Enters a stream.
     *
     * @param client whose it is
     * @param end ends the stream; called when the service stops, must not block
     * @throws Problem 503 when too many are open, 429 when too many of this client are
     */
    public void enter(String client, Runnable end) {
        if (!free.tryAcquire()) {
            throw Problem.later(503, most + " streams are open, more are not served", "try again later", PAUSE);
        }
        if (clients.merge(client, 1, Integer::sum) > mostOfOne) {
            release(client);
            throw Problem.later(429, mostOfOne + " streams of this client are open", "close some, or share one", PAUSE);
        }
        streams.add(end);
        if (!running) {
            end.run();
        }
    }

    /** Forgets a stream that ended. */
    public void leave(String client, Runnable end) {
        if (streams.remove(end)) {
            release(client);
        }
    }

    /** How many are open. */
    public int open() {
        return streams.size();
    }

    private void release(String client) {
        clients.computeIfPresent(client, (name, count) -> count > 1 ? count - 1 : null);
        free.release();
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        streams.forEach(Runnable::run);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return DEFAULT_PHASE;
    }
}
