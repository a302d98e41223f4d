package dev.skerry.cli;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a command that Ctrl-C ends in order: the command is interrupted, cleans up, and only then does the process end. */
public final class Foreground {

    private static final int LONGEST_CLEANING_SECONDS = 90;

    private Foreground() {}

    /** Runs the body in this thread. Its finally blocks are waited for, at most 90 s. */
    public static <V> V run(Callable<V> body) throws Exception {
        Thread worker = Thread.currentThread();
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> interrupt(worker, done), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return body.call();
        } finally {
            done.countDown();
            release(hook);
        }
    }

    private static void interrupt(Thread worker, CountDownLatch done) {
        worker.interrupt();
        try {
            boolean clean = done.await(LONGEST_CLEANING_SECONDS, TimeUnit.SECONDS);
            if (!clean) {
                System.err.println("not everything has stopped within " + LONGEST_CLEANING_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void release(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException shuttingDown) {
            // The hook runs, and has just been told that all is done.
        }
    }
}
