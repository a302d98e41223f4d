package dev.skerry.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A store in memory whose changes since the last commit can be undone. */
final class SimulatedStore implements EntryStore {

    private final TreeMap<String, byte[]> entries = new TreeMap<>();
    private final Map<String, byte @Nullable []> undo = new HashMap<>();
    private final Runnable touched;

    /** @param touched called before each change; may throw, as a crash would come */
    SimulatedStore(Runnable touched) {
        this.touched = touched;
    }

    @Override
    public void put(String key, byte[] value) {
        touched.run();
        byte[] before = entries.put(key, value);
        if (!undo.containsKey(key)) {
            undo.put(key, before);
        }
    }

    @Override
    public void delete(String key) {
        touched.run();
        byte[] before = entries.remove(key);
        if (!undo.containsKey(key)) {
            undo.put(key, before);
        }
    }

    @Override
    public void all(BiConsumer<String, byte[]> entry) {
        entries.forEach(entry);
    }

    @Override
    public void under(String prefix, BiConsumer<String, byte[]> entry) {
        for (Map.Entry<String, byte[]> each : entries.tailMap(prefix).entrySet()) {
            if (!each.getKey().startsWith(prefix)) {
                return;
            }
            entry.accept(each.getKey(), each.getValue());
        }
    }

    void commit() {
        undo.clear();
    }

    void abort() {
        undo.forEach((key, before) -> {
            if (before == null) {
                entries.remove(key);
            } else {
                entries.put(key, before);
            }
        });
        undo.clear();
    }

    /** The keys of the aggregates that have entries. */
    Set<String> aggregates() {
        Set<String> keys = new LinkedHashSet<>();
        entries.keySet().forEach(key -> keys.add(key.substring(0, key.indexOf('\0'))));
        return keys;
    }

    /** The keys of the aggregates that were changed since the last commit. */
    List<String> changed() {
        Set<String> keys = new LinkedHashSet<>();
        undo.keySet().forEach(key -> keys.add(key.substring(0, key.indexOf('\0'))));
        return new ArrayList<>(keys);
    }
}
