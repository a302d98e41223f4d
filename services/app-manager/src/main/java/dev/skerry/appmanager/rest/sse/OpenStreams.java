package dev.skerry.appmanager.rest.sse;

import dev.skerry.runtime.Problem;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;

/**
 * The streams that are open. They end when the service stops, before the web server waits for its requests to end: a stream would
 * keep it waiting for the whole grace period.
 */
public final class OpenStreams implements SmartLifecycle {

    private final int most;
    private final Set<Runnable> streams = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    /** @param most streams at once, at least 1 */
    public OpenStreams(int most) {
        this.most = most;
    }

    /**
     * Enters a stream.
     *
     * @param end ends the stream; called when the service stops, must not block
     * @throws Problem 503 when too many are open
     */
    public void enter(Runnable end) {
        if (streams.size() >= most) {
            throw new Problem(
                    503, "", most + " streams are open, more are not served", "close some, or try again later");
        }
        streams.add(end);
        if (!running) {
            end.run();
        }
    }

    /** Forgets a stream that ended. */
    public void leave(Runnable end) {
        streams.remove(end);
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
