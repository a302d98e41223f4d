package dev.skerry.agent.time;

import dev.skerry.agent.time.Timing.Timer;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A level-triggered task: never runs twice at once, and any number of pokes while it runs make it run once more. The body looks at
 * the state and decides by itself what is to be done, so that a poke too many does no harm and none can be queued without bound.
 */
public final class SerialTask implements AutoCloseable {

    private static final Logger LOG = System.getLogger(SerialTask.class.getName());
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);

    private enum State {
        IDLE,
        RUNNING,
        RUN_AGAIN,
        CLOSED
    }

    private final String name;
    private final Timing timing;
    private final Executor executor;
    private final Runnable body;

    private State state = State.IDLE;
    private @Nullable Thread runner;
    private @Nullable Timer timer;
    private @Nullable Instant timerAt;

    /**
     * @param name for the log
     * @param executor runs the body, which may block
     */
    public SerialTask(String name, Timing timing, Executor executor, Runnable body) {
        this.name = name;
        this.timing = timing;
        this.executor = executor;
        this.body = body;
    }

    /** Makes the body run at least once that begins after this call. */
    public synchronized void poke() {
        switch (state) {
            case IDLE -> {
                state = State.RUNNING;
                try {
                    executor.execute(this::run);
                } catch (RejectedExecutionException stopping) {
                    state = State.CLOSED;
                }
            }
            case RUNNING -> state = State.RUN_AGAIN;
            case RUN_AGAIN, CLOSED -> {}
        }
    }

    /** Pokes later. Of several delays the earliest counts; a run that begins before it is over forgets it. */
    public synchronized void pokeAfter(Duration delay) {
        Instant at = timing.now().plus(delay);
        if (state == State.CLOSED || (timerAt != null && !at.isBefore(timerAt))) {
            return;
        }
        forgetTimer();
        timerAt = at;
        timer = timing.after(delay, this::poke);
    }

    /** Interrupts the run that is under way, if any. */
    public synchronized void interrupt() {
        if (runner != null) {
            runner.interrupt();
        }
    }

    /** No run begins after this; one that is under way is interrupted. Does not wait for it. */
    @Override
    public synchronized void close() {
        state = State.CLOSED;
        forgetTimer();
        interrupt();
    }

    private void run() {
        while (begin()) {
            try {
                body.run();
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, () -> name + " failed and will be tried again", e);
                pokeAfter(AFTER_FAILURE);
            }
            if (!goOn()) {
                return;
            }
        }
    }

    private synchronized boolean begin() {
        if (state == State.CLOSED) {
            return false;
        }
        state = State.RUNNING;
        runner = Thread.currentThread();
        forgetTimer();
        return true;
    }

    private synchronized boolean goOn() {
        runner = null;
        Thread.interrupted();
        if (state == State.RUNNING) {
            state = State.IDLE;
        }
        return state == State.RUN_AGAIN;
    }

    private void forgetTimer() {
        if (timer != null) {
            timer.cancel();
        }
        timer = null;
        timerAt = null;
    }
}
