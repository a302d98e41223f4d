package dev.skerry.runtime;

import java.time.Duration;
import org.apache.avro.specific.SpecificRecord;

/**
 * Carries out the tasks of one topic. Effects are at least once and idempotent: the handler observes, acts only if the world
 * differs, and publishes one outcome event by itself. It runs on a virtual thread and may block.
 *
 * @param <T> the task's record type
 */
public interface TaskHandler<T extends SpecificRecord> {

    /**
     * Carries out a task and publishes its outcome. Returning acknowledges the task; an exception releases it for another delivery
     * (at most five), after which it goes to the dead letters.
     */
    void handle(T task, EventHeaders headers);

    /** The longest that {@link #handle} may take; below the share group's lock of 30 s. */
    default Duration timeLimit() {
        return Duration.ofSeconds(20);
    }
}
