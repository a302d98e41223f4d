package dev.skerry.provisioner.domain;

import dev.skerry.kernel.Backoff;
import java.time.Duration;

/**
 * How long things may take. All durations are positive.
 *
 * @param inspection from the start of an attempt to the inspection's report; as long a rescue may take to come up
 * @param installation from the start of an attempt to the phone-home
 * @param wipe from the start of an attempt to the wipe's report
 * @param task from handing out a power command to its outcome
 * @param attempts delays between the tries of a piece of work, and how many there are; at most {@link Attempt#MOST_TRIES}
 * @param commands delays between the tries of a power command, and how many there are
 */
public record Timing(
        Duration inspection, Duration installation, Duration wipe, Duration task, Backoff attempts, Backoff commands) {

    public Timing {
        positive("inspection", inspection);
        positive("installation", installation);
        positive("wipe", wipe);
        positive("task", task);
        if (attempts.attempts() > Attempt.MOST_TRIES) {
            throw new IllegalArgumentException("attempts must be at most " + Attempt.MOST_TRIES);
        }
    }

    /** How long an attempt at a step may take. */
    public Duration of(Step step) {
        return switch (step) {
            case INSPECTION, RESCUE -> inspection;
            case INSTALLATION -> installation;
            case RELEASE -> wipe;
        };
    }

    private static void positive(String name, Duration duration) {
        if (duration.isNegative() || duration.isZero()) {
            throw new IllegalArgumentException(name + " must be positive: " + duration);
        }
    }
}
