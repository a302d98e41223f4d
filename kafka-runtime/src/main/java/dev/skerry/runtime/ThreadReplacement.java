package dev.skerry.runtime;

import dev.skerry.kernel.Backoff;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a Streams thread that died, each time after a longer pause, so that what does not go away by itself (a broker that is away, a
 * full disk) costs no processor. A minute without a failure starts over.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final Duration CALM = Duration.ofMinutes(1);
    private static final Backoff PAUSES = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5), Integer.MAX_VALUE);

    private final String service;
    private final InstantSource clock;
    private final Pause pause;
    private Instant last = Instant.MIN;
    private String reason = "";
    private int failures;

    /** Holds the dying thread up. */
    interface Pause {
        void take(Duration length) throws InterruptedException;
    }

    ThreadReplacement(String service, InstantSource clock, Pause pause) {
        this.service = service;
        this.clock = clock;
        this.pause = pause;
    }

    @Override
    public StreamThreadExceptionResponse handle(Throwable failure) {
        Duration length = next(failure);
        LOG.warn("a decider thread of {} failed and is replaced in {} ms", service, length.toMillis(), failure);
        try {
            pause.take(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /** What went wrong, when it did so within the last ten seconds. */
    synchronized Optional<String> trouble() {
        return last.isAfter(clock.instant().minusSeconds(10)) ? Optional.of(reason) : Optional.empty();
    }

    private synchronized Duration next(Throwable failure) {
        Instant now = clock.instant();
        failures = last.isAfter(now.minus(CALM)) ? failures + 1 : 1;
        last = now;
        reason = "replaced %d times in a row, the last time after %s".formatted(failures, root(failure));
        return PAUSES.after(service, failures);
    }

    private static Throwable root(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
