package dev.skerry.runtime.limits;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * A rate for each client in a fixed amount of memory (512 KiB), however many clients there are. It is a count-min sketch (Cormode and
 * Muthukrishnan, 2005) with two rows, conservative update (Estan and Varghese, 2002), and {@link Gcra} buckets as counters: each client has one
 * bucket in each row, the emptier of the two counts, and both are brought up to it.
 *
 * <p>Nothing is ever evicted, so many addresses can neither grow the memory nor have a used-up bucket forgotten. The price is that a
 * client may be limited for others: only when both of its buckets are shared with clients at their limit, which among 100 such is 1 in
 * 100,000. A secret seed keeps others from aiming at its buckets. Two requests of one client at the very same moment may count as one.
 *
 * <p>Safe for many threads; a call takes no lock and allocates nothing.
 */
public final class ClientRateLimiter {

    private static final int BUCKETS = 1 << 15;
    private static final int MASK = BUCKETS - 1;

    private final Gcra gcra;
    private final LongSupplier nanoTime;
    private final long origin;
    private final long seed;
    private final AtomicLongArray first = new AtomicLongArray(BUCKETS);
    private final AtomicLongArray second = new AtomicLongArray(BUCKETS);

    /**
     * @param perSecond of one client, 1 to 1,000,000,000
     * @param burst requests of one client that may come at once after a pause, at least 1
     * @param nanoTime a clock that only goes forward, nanoseconds
     */
    public ClientRateLimiter(int perSecond, int burst, LongSupplier nanoTime) {
        this(perSecond, burst, nanoTime, new SecureRandom().nextLong());
    }

    ClientRateLimiter(int perSecond, int burst, LongSupplier nanoTime, long seed) {
        this.gcra = Gcra.of(perSecond, burst);
        this.nanoTime = nanoTime;
        this.origin = nanoTime.getAsLong();
        this.seed = seed;
    }

    /**
     * Takes a client's request in.
     *
     * @param client see {@link Clients}
     * @return 0 when it may pass, else the nanoseconds until one of this client may
     */
    public long take(long client) {
        long hash = Clients.mixed(client ^ seed);
        int i = (int) hash & MASK;
        int j = (int) (hash >>> 32) & MASK;
        while (true) {
            long now = nanoTime.getAsLong() - origin;
            long inFirst = first.get(i);
            long inSecond = second.get(j);
            long due = Math.min(inFirst, inSecond);
            long delay = gcra.delay(due, now);
            if (delay > 0) {
                return delay;
            }
            long next = gcra.next(due, now);
            if (inFirst <= inSecond) {
                if (first.compareAndSet(i, inFirst, next)) {
                    second.accumulateAndGet(j, next, Math::max);
                    return 0;
                }
            } else if (second.compareAndSet(j, inSecond, next)) {
                first.accumulateAndGet(i, next, Math::max);
                return 0;
            }
        }
    }
}
