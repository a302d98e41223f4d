package dev.skerry.provisioner;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.avro.specific.SpecificRecord;

/** A publisher that keeps what it is given, or refuses it as an absent broker does. */
public final class Published implements EventPublisher {

    /** One event. */
    public record Event(Topic topic, String key, SpecificRecord value, String correlationId) {}

    public final List<Event> events = new CopyOnWriteArrayList<>();
    public volatile boolean brokerIsAway;

    public static EventHeaders headers(String correlationId) {
        return new EventHeaders("id", "", "", Instant.EPOCH, "", correlationId, "id", null);
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value) {
        return publish(topic, key, value, headers("own"));
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        if (brokerIsAway) {
            throw new UnavailableException("away", new IllegalStateException());
        }
        if (!topic.types().contains(value.getClass())) {
            throw new IllegalArgumentException(value.getClass() + " does not belong to " + topic);
        }
        events.add(new Event(topic, key, value, cause.correlationId()));
        return cause;
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value) {
        return CompletableFuture.completedFuture(publish(topic, key, value));
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        return CompletableFuture.completedFuture(publish(topic, key, value, cause));
    }

    public <T extends SpecificRecord> T last(Class<T> type) {
        return type.cast(events.getLast().value());
    }
}
