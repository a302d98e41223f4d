package dev.skerry.appmanager.rest.agents;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * A token bucket for each caller (the meter of RFC 2697 with one bucket): a burst is let through, then as much as flows in. A bucket
 * that was full again is no different from none and is forgotten.
 */
final class TokenBuckets {

    private static final int FORGET_ABOVE = 10_000;
    private static final double NANOS = 1e9;

    private final double burst;
    private final double perSecond;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new ConcurrentHashMap<>();

    private record Bucket(double tokens, long at) {}

    /**
     * @param burst tokens that a bucket holds, at least 1
     * @param perSecond tokens that flow in, above 0
     * @param nanoTime a clock that only goes forward, nanoseconds
     */
    TokenBuckets(int burst, int perSecond, LongSupplier nanoTime) {
        this.burst = burst;
        this.perSecond = perSecond;
        this.nanoTime = nanoTime;
    }

    /** Takes a token; false when there is none. */
    boolean take(String caller) {
        long now = nanoTime.getAsLong();
        if (buckets.size() > FORGET_ABOVE) {
            buckets.values().removeIf(bucket -> filled(bucket, now) >= burst);
        }
        boolean[] taken = new boolean[1];
        buckets.compute(caller, (name, bucket) -> {
            double tokens = bucket == null ? burst : filled(bucket, now);
            taken[0] = tokens >= 1;
            return new Bucket(taken[0] ? tokens - 1 : tokens, now);
        });
        return taken[0];
    }

    private double filled(Bucket bucket, long now) {
        return Math.min(burst, bucket.tokens() + (now - bucket.at()) / NANOS * perSecond);
    }
}
