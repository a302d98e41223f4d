package dev.skerry.agent.time;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Delays that double up to a bound, each less a random part of up to its half, so that agents which lost the centre together do not
 * come back together.
 */
public final class RetryDelay {

    private final Duration first;
    private final Duration longest;
    private final RandomGenerator random;
    private int failures;

    /**
     * @param first positive
     * @param longest at least {@code first}
     */
    public RetryDelay(Duration first, Duration longest, RandomGenerator random) {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException("first must be positive, longest at least first");
        }
        this.first = first;
        this.longest = longest;
        this.random = random;
    }

    /** The delay after one more failure. */
    public synchronized Duration next() {
        long full = failures >= 30 ? longest.toMillis() : Math.min(longest.toMillis(), first.toMillis() << failures);
        failures++;
        return Duration.ofMillis(full - (long) (random.nextDouble() * (full / 2.0)));
    }

    /** It worked: the next delay is the first again. */
    public synchronized void reset() {
        failures = 0;
    }
}
