package dev.skerry.testing.crash;

import dev.skerry.cli.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Bounded waits on conditions. */
final class Waiting {

    private static final long POLL_MILLIS = 200;

    /** A call that may fail while what it asks is away. */
    interface Condition {
        boolean holds() throws IOException, InterruptedException;
    }

    private Waiting() {}

    /** @throws IllegalStateException when the time is over */
    static void until(String what, Duration bound, Condition condition) throws InterruptedException {
        if (!holdsWithin(bound, condition)) {
            throw new IllegalStateException("waited " + bound.toSeconds() + " s in vain for " + what);
        }
    }

    static boolean holdsWithin(Duration bound, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        while (System.nanoTime() - end < 0) {
            try {
                if (condition.holds()) {
                    return true;
                }
            } catch (IOException | CommandException notYet) {
                // Asked again.
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        }
        return false;
    }
}
