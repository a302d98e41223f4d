package dev.skerry.runtime.limits;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** One rate for all callers together. Safe for many threads, without locks. */
public final class RateLimiter {

    private final Gcra gcra;
    private final LongSupplier nanoTime;
    private final long origin;
    private final AtomicLong due = new AtomicLong();

    /**
     * @param perSecond requests a second, 1 to 1,000,000,000
     * @param burst requests that may come at once after a pause, at least 1
     * @param nanoTime a clock that only goes forward, nanoseconds
     */
    public RateLimiter(int perSecond, int burst, LongSupplier nanoTime) {
        this.gcra = Gcra.of(perSecond, burst);
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
    }

    /** Takes a request in. @return 0 when it may pass, else the nanoseconds until one may */
    public long take() {
        while (true) {
            long now = nanoTime.getAsLong() - origin;
            long known = due.get();
            long delay = gcra.delay(known, now);
            if (delay > 0 || due.compareAndSet(known, gcra.next(known, now))) {
                return delay;
            }
        }
    }
}
