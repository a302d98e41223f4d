package dev.skerry.runtime;

import java.time.Instant;
import java.util.Optional;

/**
 * An aggregate in memory.
 *
 * @param state its state
 * @param wakeAt when it wants to be woken
 * @param correlationId of the input that last changed it
 * @param causationId the id of that input
 */
record Aggregate<S>(S state, Optional<Instant> wakeAt, String correlationId, String causationId) {}
