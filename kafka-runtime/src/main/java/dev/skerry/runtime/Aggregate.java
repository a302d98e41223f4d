package dev.skerry.runtime;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An aggregate in memory.
 *
 * @param state its state
 * @param wakeAt when it wants to be woken
 * @param correlationId of the input that last changed it
 * @param causationId the id of that input
 * @param traceparent of the decision that last changed it; null when none is known, as after a restart
 * @param tracedAt when that decision's trace came to it, with an input that was no answer from outside; the epoch after a restart
 */
record Aggregate<S>(
        S state,
        Optional<Instant> wakeAt,
        String correlationId,
        String causationId,
        @Nullable String traceparent,
        Instant tracedAt) {}
