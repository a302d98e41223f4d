package dev.skerry.provisioner.effect;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * How long waiting machines sleep before they ask again. Each is given a place of its own in time, so that all together ask at most
 * at a rate, however many wait: a fleet's boot door must not be kept busy by those that have nothing to do.
 *
 * <p>The places are those of virtual scheduling (Generic Cell Rate Algorithm, ITU-T I.371, annex A). Safe for use by many threads.
 */
public final class WaitPlan {

    /** A machine that waits longer would be missed by those who switched it on. */
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final long shortest;
    private final long interval;
    private final LongSupplier nanos;
    private final AtomicLong lastPlace;

    /**
     * Makes a plan.
     *
     * @param shortest the shortest sleep; 1 s to 1 minute, other values are brought there
     * @param perSecond how many may ask a second, above 0; more do only when their sleep would be longer than 1 minute
     */
    public WaitPlan(Duration shortest, int perSecond) {
        this(shortest, perSecond, System::nanoTime);
    }

    WaitPlan(Duration shortest, int perSecond, LongSupplier nanos) {
        if (perSecond < 1) {
            throw new IllegalArgumentException(
                    "the rate of waiting machines must be at least 1 a second: " + perSecond);
        }
        this.shortest = Math.clamp(shortest.toNanos(), Duration.ofSeconds(1).toNanos(), LONGEST.toNanos());
        this.interval = Duration.ofSeconds(1).toNanos() / perSecond;
        this.nanos = nanos;
        this.lastPlace = new AtomicLong(nanos.getAsLong());
    }

    /** The shortest sleep, in whole seconds. */
    long shortestSeconds() {
        return Duration.ofNanos(shortest).toSeconds();
    }

    /** Gives the next place: the sleep until then, in whole seconds, 1 to 60. */
    long nextSeconds() {
        long now = nanos.getAsLong();
        long place =
                lastPlace.updateAndGet(last -> now + Math.clamp(last + interval - now, shortest, LONGEST.toNanos()));
        return Duration.ofNanos(place - now).toSeconds();
    }
}
