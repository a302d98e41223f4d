package dev.skerry.runtime.limits;

import java.util.concurrent.TimeUnit;

/**
 * The generic cell rate algorithm in its virtual scheduling form (ITU-T I.371, annex A): a token bucket whose whole state is one
 * number, the time at which the next request would be due if requests came evenly. Being one number, a bucket is changed by one
 * compare-and-set, without lock or allocation.
 *
 * @param interval nanoseconds from one request to the next at the full rate
 * @param tolerance how much sooner than due a request may come, nanoseconds: the burst
 */
record Gcra(long interval, long tolerance) {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    /**
     * A rate with its burst.
     *
     * @param perSecond 1 to 1,000,000,000
     * @param burst requests that may come at once after a pause, at least 1
     * @throws IllegalArgumentException when one of them is out of range
     */
    static Gcra of(int perSecond, int burst) {
        if (perSecond < 1 || perSecond > SECOND || burst < 1) {
            throw new IllegalArgumentException("a rate is 1 to 1000000000 a second, its burst at least 1");
        }
        long interval = SECOND / perSecond;
        return new Gcra(interval, interval * (burst - 1L));
    }

    /** How long a request that comes now has to wait, nanoseconds; 0 when it may pass. */
    long delay(long due, long now) {
        return Math.max(0, due - tolerance - now);
    }

    /** When the next is due once a request passed now. */
    long next(long due, long now) {
        return Math.max(due, now) + interval;
    }
}
