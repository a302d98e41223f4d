package dev.skerry.peers;

import java.io.IOException;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;

/**
 * The first class of a child process. Its standard input is a pipe whose other end only the parent holds: when the parent is gone, by
 * whatever means, the pipe ends, and the child shuts down in order. Arguments: the main class to run, then its arguments.
 */
final class Leash {

    /** How long an orderly shutdown may take before the child halts, in nanoseconds. */
    private static final long GRACE_NANOS = 20_000_000_000L;

    private Leash() {}

    public static void main(String[] args) throws ReflectiveOperationException {
        Thread.ofPlatform().daemon().name("leash").start(Leash::hold);
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void hold() {
        try {
            while (System.in.read() >= 0) {
                // Nobody writes to it; only its end says something.
            }
        } catch (IOException e) {
            // A broken pipe says the same as its end.
        }
        Thread.ofPlatform().daemon().name("leash-halt").start(Leash::halt);
        System.exit(1);
    }

    private static void halt() {
        long end = System.nanoTime() + GRACE_NANOS;
        while (System.nanoTime() - end < 0) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
        Runtime.getRuntime().halt(1);
    }
}
