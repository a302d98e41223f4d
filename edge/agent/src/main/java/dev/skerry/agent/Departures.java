package dev.skerry.agent;

import dev.skerry.agent.disk.Disk;
import dev.skerry.agent.disk.VersionedFile;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * What must outlive the process so that reports lose nothing: apps whose removal the centre has not yet acknowledged, and how far
 * the numbers of reports may have come.
 */
final class Departures {

    /** Numbers are set aside on disk in blocks, so that not every report costs a write. */
    private static final int BLOCK = 1000;

    /**
     * @param sequence no report so far had a higher number
     * @param apps revision by app
     */
    record Memory(long sequence, Map<String, Integer> apps) {}

    private final VersionedFile<Memory> file;
    private final Map<String, Integer> apps = new TreeMap<>();
    private long sequence;
    private long reserved;
    private boolean changed;

    /** @param now where numbers begin when nothing is on disk: a cluster that was set up again must not report below what it once reported */
    Departures(Disk disk, JsonMapper json, Instant now) {
        file = new VersionedFile<>(disk.file("reports.json"), Memory.class, json);
        var memory = file.read().orElse(new Memory(now.toEpochMilli(), Map.of()));
        sequence = memory.sequence();
        reserved = memory.sequence();
        if (memory.apps() != null) {
            apps.putAll(memory.apps());
        }
    }

    /** Greater than every number before it, in this run and all earlier ones. */
    synchronized long nextSequence() {
        if (sequence == reserved) {
            reserved += BLOCK;
            changed = true;
            save();
        }
        return ++sequence;
    }

    synchronized void begin(String app, int revision) {
        changed |= apps.putIfAbsent(app, revision) == null;
    }

    /** The apps are wanted again, or the centre knows that they are gone. */
    synchronized void end(Collection<String> ended) {
        changed |= apps.keySet().removeAll(ended);
    }

    /** In the order of their names, so that they leave in the same order whenever they are looked at. */
    synchronized SortedMap<String, Integer> all() {
        return Collections.unmodifiableSortedMap(new TreeMap<>(apps));
    }

    /** Returns once the changes, if any, are on disk. */
    synchronized void save() {
        if (changed) {
            file.write(new Memory(reserved, all()));
            changed = false;
        }
    }
}
