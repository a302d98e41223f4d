package dev.skerry.local;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A child process that is started again when it ends by itself. Its state folder keeps what it knew. One that ends too often in a
 * short time is given up, for then starting it again does not help; what was long ago does not count. One that ended because the
 * disk is full is started again when there is room, however often.
 */
final class Supervised implements Closeable {

    private static final int MOST_RESTARTS = 5;
    private static final Duration WITHIN = Duration.ofMinutes(1);
    private static final Duration ROOM_POLL = Duration.ofSeconds(1);

    private final String name;
    private final Launch launch;
    private final DiskRoom room;
    private final FleetListener listener;
    private final Consumer<String> givenUp;
    private final InstantSource clock;
    private final Deque<Instant> restarts = new ArrayDeque<>();
    private Child child;
    private boolean closing;

    private Supervised(
            String name,
            Launch launch,
            DiskRoom room,
            FleetListener listener,
            Consumer<String> givenUp,
            InstantSource clock,
            Child child) {
        this.name = name;
        this.launch = launch;
        this.room = room;
        this.listener = listener;
        this.givenUp = givenUp;
        this.clock = clock;
        this.child = child;
    }

    /**
     * A running child.
     *
     * @param port its loopback port
     * @param address where it is reached
     * @param exit completes with its exit code
     * @param handle closing it ends the child
     */
    record Child(int port, String address, CompletableFuture<Integer> exit, Closeable handle) {}

    /** Starts the child. */
    interface Launch {
        /** Starts it on a port, 0 for any, and waits until it is ready. */
        Child start(int port) throws IOException, InterruptedException;
    }

    /**
     * Starts the child and keeps it running.
     *
     * @param room of its folder
     * @param givenUp told why when the child ends more than 5 times within a minute, or does not start again
     */
    static Supervised start(
            String name,
            Launch launch,
            DiskRoom room,
            FleetListener listener,
            Consumer<String> givenUp,
            InstantSource clock)
            throws IOException, InterruptedException {
        Supervised supervised = new Supervised(name, launch, room, listener, givenUp, clock, launch.start(0));
        supervised.watch();
        return supervised;
    }

    synchronized String address() {
        return child.address();
    }

    private synchronized void watch() {
        Child watched = child;
        watched.exit()
                .thenAccept(code -> Thread.ofVirtual().name("restart-" + name).start(() -> ended(watched, code)));
    }

    private void ended(Child ended, int code) {
        try {
            String lack = room.lack().orElse("");
            int restart = claimRestart(ended, lack.isEmpty());
            if (restart > MOST_RESTARTS) {
                givenUp.accept("the %s ended %d times within %d s, the last time with code %d"
                        .formatted(name, restart, WITHIN.toSeconds(), code));
            } else if (!lack.isEmpty() && isCurrent(ended)) {
                listener.notice("the %s ended with code %d: %s. Free some: it is started again then"
                        .formatted(name, code, lack));
                startWithRoom(ended);
            } else if (restart > 0) {
                listener.notice("the %s ended with code %d: starting it again (%d of %d)"
                        .formatted(name, code, restart, MOST_RESTARTS));
                startWithRoom(ended);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            givenUp.accept("interrupted while the " + name + " was started again");
        }
    }

    /** Waits for room, if it must, and starts; an attempt that fails for want of room is not the last. */
    private void startWithRoom(Child ended) throws InterruptedException {
        while (isCurrent(ended)) {
            if (room.lack().isPresent()) {
                Thread.sleep(ROOM_POLL);
                continue;
            }
            try {
                ended.handle().close();
                if (replace(launch.start(ended.port()))) {
                    listener.notice("the " + name + " is back");
                    watch();
                }
                return;
            } catch (IOException e) {
                if (room.lack().isEmpty()) {
                    givenUp.accept("the " + name + " does not start again: " + e.getMessage());
                    return;
                }
            }
        }
    }

    private synchronized boolean isCurrent(Child ended) {
        return !closing && ended == child;
    }

    /** The number of the restart that is due, from 1; 0 when none is, or it does not count. */
    private synchronized int claimRestart(Child ended, boolean counts) {
        if (closing || ended != child || !counts) {
            return 0;
        }
        Instant now = clock.instant();
        restarts.removeIf(before -> before.isBefore(now.minus(WITHIN)));
        restarts.add(now);
        return restarts.size();
    }

    /** Whether the new child is kept: one that comes up while all is closed is ended. */
    private boolean replace(Child next) throws IOException {
        synchronized (this) {
            if (!closing) {
                child = next;
                return true;
            }
        }
        next.handle().close();
        return false;
    }

    @Override
    public void close() throws IOException {
        Child last;
        synchronized (this) {
            closing = true;
            last = child;
        }
        last.handle().close();
    }
}
