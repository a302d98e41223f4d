package dev.skerry.kernel;

import java.nio.ByteBuffer;
import java.time.Duration;

/**
 * Delays that grow: the n-th is {@code first * 2^(n-1)}, at most {@code longest}, less up to a quarter of it that is taken from a
 * hash, so that aggregates which failed together do not come back together and a replay still gives the same delay.
 *
 * @param first the delay before the second attempt; positive
 * @param longest the upper bound; at least {@code first}
 * @param attempts how many attempts there are in all; at least 1
 */
public record Backoff(Duration first, Duration longest, int attempts) {

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0 || attempts < 1) {
            throw new IllegalArgumentException("first must be positive, longest at least first, attempts at least 1");
        }
    }

    /** Whether another attempt is allowed after {@code attempt} of them (from 1). */
    public boolean allowsAfter(int attempt) {
        return attempt < attempts;
    }

    /**
     * The delay after a failed attempt.
     *
     * @param id of the aggregate; spreads aggregates apart
     * @param attempt the attempt that failed, from 1
     */
    public Duration after(String id, int attempt) {
        long full =
                attempt >= 31 ? longest.toMillis() : Math.min(longest.toMillis(), first.toMillis() << (attempt - 1));
        long hash = ByteBuffer.wrap(Ids.sha256(id + "@" + attempt)).getLong();
        return Duration.ofMillis(full - Math.floorMod(hash, full / 4 + 1));
    }
}
