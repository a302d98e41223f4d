package dev.skerry.agent.time;

import java.time.Duration;
import java.time.Instant;

/** The agent's only source of time. */
public interface Timing {

    Instant now();

    /**
     * Runs a task once, later.
     *
     * @param delay from now; zero or less means at once
     * @param task must not block: it shares its thread with the tasks of every other agent
     */
    Timer after(Duration delay, Runnable task);

    /** A task that has not run yet. */
    @FunctionalInterface
    interface Timer {

        /** Has no effect once the task has begun. */
        void cancel();
    }
}
