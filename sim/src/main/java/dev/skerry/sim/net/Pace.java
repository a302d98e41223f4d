package dev.skerry.sim.net;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/** How long simulated things take: drawn from a seeded source, times a factor. Safe for use by several threads. */
public final class Pace {

    private final Random random;
    private final double factor;
    private final LongAdder retries = new LongAdder();

    /** @param factor 1 is realistic for a simulator, 0 is at once */
    public Pace(long seed, double factor) {
        if (factor < 0 || Double.isNaN(factor)) {
            throw new IllegalArgumentException("the pace must be 0 or more");
        }
        random = new Random(seed);
        this.factor = factor;
    }

    /** Between two numbers of milliseconds, times the factor. */
    public Duration between(long leastMillis, long mostMillis) {
        double drawn = leastMillis + random.nextDouble() * (mostMillis - leastMillis);
        return Duration.ofMillis(Math.round(drawn * factor));
    }

    public void pause(long leastMillis, long mostMillis) throws InterruptedException {
        Thread.sleep(between(leastMillis, mostMillis));
    }

    /** How often something was tried again. */
    public long retries() {
        return retries.sum();
    }

    /** Before the next try of something that failed; grows to 10 s, where nothing takes time to half a second. */
    public void beforeRetry(int failures) throws InterruptedException {
        retries.increment();
        long full = Math.min(factor == 0 ? 500 : 10_000, 250L << Math.min(failures, 10));
        Thread.sleep(full / 2 + (long) (random.nextDouble() * (full / 2.0)));
    }
}
