package dev.skerry.appmanager.rest.agents;

import dev.skerry.appmanager.rest.sse.EventStream;
import dev.skerry.schemas.apps.DesiredState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** One agent's feed. It holds the newest snapshot that is not sent yet and nothing else: a slow agent skips generations. */
final class AgentFeed {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long known;
    private @Nullable DesiredState pending;
    private boolean closed;

    /** @param known the newest generation that the agent has; -1 when it has none */
    AgentFeed(long known) {
        this.known = known;
    }

    /** Hands over a snapshot; one that is not newer than what is sent or waiting is dropped. Never blocks on the agent. */
    void offer(DesiredState state) {
        lock.lock();
        try {
            long newest = pending == null ? known : pending.getGeneration();
            if (state.getGeneration() > newest) {
                pending = state;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the feed end. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Writes snapshots as they come, and comments when none came for a while. */
    void run(EventStream stream, Duration heartbeat, Clock clock, Instant until)
            throws IOException, InterruptedException {
        while (!isClosed() && clock.instant().isBefore(until)) {
            DesiredState next = take(heartbeat);
            if (next == null) {
                stream.comment("alive");
            } else {
                stream.event("desired", Long.toString(next.getGeneration()), DesiredJson.of(next));
            }
            stream.flush();
        }
    }

    private @Nullable DesiredState take(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (pending == null && !closed && left > 0) {
                left = changed.awaitNanos(left);
            }
            DesiredState taken = pending;
            pending = null;
            if (taken != null) {
                known = taken.getGeneration();
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }
}
