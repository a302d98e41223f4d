package dev.skerry.provisioner.effect;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A map that forgets what was not used for longest once it is full. Safe for use by many threads. */
public final class Bounded<K, V> {

    private final Map<K, V> entries;

    /**
     * Makes an empty one.
     *
     * @param most how many entries are kept, at least 1
     * @param forgotten is told of each value that is dropped
     */
    public Bounded(int most, Consumer<V> forgotten) {
        this.entries = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                boolean full = size() > most;
                if (full) {
                    forgotten.accept(eldest.getValue());
                }
                return full;
            }
        };
    }

    public synchronized void remove(K key) {
        entries.remove(key);
    }

    /** The value of a key, which counts as use. */
    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    /** The value of a key, made where there is none. */
    public synchronized V get(K key, Function<K, V> maker) {
        V known = entries.get(key);
        if (known != null) {
            return known;
        }
        V made = maker.apply(key);
        entries.put(key, made);
        return made;
    }

    public synchronized void put(K key, V value) {
        entries.put(key, value);
    }

    public synchronized int size() {
        return entries.size();
    }
}
