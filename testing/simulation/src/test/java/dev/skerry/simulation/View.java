package dev.skerry.simulation;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.EventHeaders;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A service's read model of a {@code state} topic: sees each snapshot a while after it was committed, in order by partition. */
final class View<T extends SpecificRecord> {

    private record Seen<T>(T record, EventHeaders headers) {}

    private record Coming(LogRecord record, long visibleAt) {}

    private final World world;
    private final Topic topic;
    private final Class<T> type;
    private final Map<String, Seen<T>> seen = new TreeMap<>();
    private final Deque<Coming> coming = new ArrayDeque<>();
    private final List<BiConsumer<String, @Nullable T>> listeners = new ArrayList<>();
    private long lastVisibleAt;
    private long caughtUpAt;

    View(World world, Service service, Topic topic, Class<T> type) {
        this.world = world;
        this.topic = topic;
        this.type = type;
        world.log().follow(record -> {
            if (record.topic().equals(topic.name())) {
                appended(record);
            }
        });
        service.onStart(this::restart);
    }

    /** Tells a listener of each change from now on. */
    void subscribe(BiConsumer<String, @Nullable T> listener) {
        listeners.add(listener);
    }

    Optional<T> get(String key) {
        advance();
        return Optional.ofNullable(seen.get(key)).map(Seen::record);
    }

    Optional<EventHeaders> headers(String key) {
        advance();
        return Optional.ofNullable(seen.get(key)).map(Seen::headers);
    }

    Collection<T> all() {
        advance();
        return seen.values().stream().map(Seen::record).toList();
    }

    /** Whether everything that was there at the start has been read. */
    boolean caughtUp() {
        return world.now() >= caughtUpAt;
    }

    private void appended(LogRecord record) {
        long lag = world.faults().chance().between(1, 40);
        if (world.faults().occurs(Fault.LAG, 100)) {
            lag += world.faults().chance().between(100, 2_000);
        }
        lastVisibleAt = Math.max(lastVisibleAt, world.now() + lag);
        coming.add(new Coming(record, lastVisibleAt));
        if (!listeners.isEmpty()) {
            world.schedule().after(lastVisibleAt - world.now(), "is seen", topic.name(), this::advance);
        }
    }

    private void restart() {
        seen.clear();
        coming.clear();
        for (LogRecord record : world.log().all(topic.name())) {
            appended(record);
        }
        caughtUpAt = Math.max(world.now(), lastVisibleAt);
    }

    private void advance() {
        while (!coming.isEmpty() && coming.getFirst().visibleAt() <= world.now()) {
            LogRecord record = coming.removeFirst().record();
            String place = record.topic() + "-" + record.partition() + "-" + record.offset();
            T value = record.decoded() == null ? null : type.cast(record.decoded());
            if (value == null) {
                seen.remove(record.key());
            } else {
                seen.put(
                        record.key(),
                        new Seen<>(
                                value, EventHeaders.from(record.headers(), place, record.key(), record.timestamp())));
            }
            listeners.forEach(listener -> listener.accept(record.key(), value));
        }
    }
}
