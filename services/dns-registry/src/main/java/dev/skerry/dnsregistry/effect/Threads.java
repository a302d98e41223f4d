package dev.skerry.dnsregistry.effect;

import java.time.Duration;
import java.util.List;

/** The end of a door's threads: a socket is free when the last thread has left it. */
final class Threads {

    private static final Duration LONGEST = Duration.ofSeconds(5);

    private Threads() {}

    /** Waits for threads that were told to end, at most 5 s each, less when interrupted. */
    static void join(List<Thread> ending) {
        try {
            for (Thread thread : ending) {
                thread.join(LONGEST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
