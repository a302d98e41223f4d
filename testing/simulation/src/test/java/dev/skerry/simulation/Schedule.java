package dev.skerry.simulation;

import java.util.PriorityQueue;

/** The clock and what is to happen: time jumps to the next event. */
final class Schedule {

    private static final class Event implements Comparable<Event> {
        private final long at;
        private final long order;
        private final String what;
        private final String whom;
        private final Runnable action;

        Event(long at, long order, String what, String whom, Runnable action) {
            this.at = at;
            this.order = order;
            this.what = what;
            this.whom = whom;
            this.action = action;
        }

        @Override
        public int compareTo(Event other) {
            return at != other.at ? Long.compare(at, other.at) : Long.compare(order, other.order);
        }
    }

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final Trace trace;
    private long now;
    private long order;

    /** @param start milliseconds since the epoch */
    Schedule(long start, Trace trace) {
        this.now = start;
        this.trace = trace;
    }

    /** Milliseconds since the epoch. */
    long now() {
        return now;
    }

    void after(long millis, String what, String whom, Runnable action) {
        events.add(new Event(now + Math.max(0, millis), order++, what, whom, action));
    }

    /** Lets the next event happen. @return false when there is none */
    boolean step() {
        Event next = events.poll();
        if (next == null) {
            return false;
        }
        now = next.at;
        trace.step(now, next.what, next.whom);
        next.action.run();
        return true;
    }
}
