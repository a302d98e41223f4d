package dev.skerry.simulation;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happened: always as a hash, and the newest lines as text when somebody wants to read them. */
final class Trace {

    private final int kept;
    private final Deque<String> lines = new ArrayDeque<>();
    private long hash = 0xcbf29ce484222325L;
    private long start = -1;
    private int steps;

    /** @param kept how many lines are kept; 0 when nobody reads them */
    Trace(int kept) {
        this.kept = kept;
    }

    void step(long now, String what, String whom) {
        start = start < 0 ? now : start;
        steps++;
        mix(now);
        mix(what.hashCode());
        mix(whom.hashCode());
        if (kept > 0) {
            line("%5d  %9.3f s  %s %s".formatted(steps, (now - start) / 1000.0, what, whom));
        }
    }

    /** Something within a step. */
    void detail(String what, String whom, @Nullable Object more) {
        mix(what.hashCode());
        mix(whom.hashCode());
        if (kept > 0) {
            line("                     %s %s %s".formatted(what, whom, more == null ? "" : more));
        }
    }

    /** FNV-1a (Fowler, Noll, Vo), a word at a time. */
    private void mix(long word) {
        hash = (hash ^ word) * 0x100000001b3L;
        hash ^= hash >>> 29;
    }

    private void line(String text) {
        lines.add(text);
        if (lines.size() > kept) {
            lines.removeFirst();
        }
    }

    boolean isRead() {
        return kept > 0;
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return List.copyOf(lines);
    }
}
