package dev.skerry.agent.testing;

import dev.skerry.agent.time.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Time that passes when a test says so; timers run in the thread that lets it pass. */
public final class ManualTiming implements Timing {

    private record Pending(Instant at, long order, Runnable task) {}

    private final PriorityQueue<Pending> pending =
            new PriorityQueue<>(Comparator.comparing(Pending::at).thenComparing(Pending::order));
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long order;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public synchronized Timer after(Duration delay, Runnable task) {
        var timer = new Pending(now.plus(delay.isNegative() ? Duration.ZERO : delay), order++, task);
        pending.add(timer);
        return () -> cancel(timer);
    }

    private synchronized void cancel(Pending timer) {
        pending.remove(timer);
    }

    /** How many timers have not run yet. */
    public synchronized int pending() {
        return pending.size();
    }

    public void advance(Duration duration) {
        Instant end;
        synchronized (this) {
            end = now.plus(duration);
        }
        while (true) {
            Pending next;
            synchronized (this) {
                next = pending.peek();
                if (next == null || next.at().isAfter(end)) {
                    now = end;
                    return;
                }
                pending.remove(next);
                now = next.at();
            }
            next.task().run();
        }
    }
}
