package dev.skerry.appmanager.rest;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.UnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.avro.specific.SpecificRecord;

/** Remembers what was published, or refuses like a broker that is away. */
public final class RecordingPublisher implements EventPublisher {

    /** One published event. */
    public record Published(Topic topic, String key, SpecificRecord value) {}

    private final List<Published> published = new CopyOnWriteArrayList<>();
    private final AtomicBoolean away = new AtomicBoolean();

    public List<Published> published() {
        return published;
    }

    public void away(boolean is) {
        away.set(is);
    }

    public void clear() {
        published.clear();
        away.set(false);
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value) {
        if (away.get()) {
            throw new UnavailableException(
                    "the broker did not acknowledge; try again", new IllegalStateException("away"));
        }
        published.add(new Published(topic, key, value));
        String id = UUID.randomUUID().toString();
        return new EventHeaders(
                id, value.getSchema().getFullName(), "/skerry/app-manager", Instant.EPOCH, key, id, id, null);
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        EventHeaders own = publish(topic, key, value);
        return new EventHeaders(
                own.id(), own.type(), own.source(), own.time(), key, cause.correlationId(), cause.id(), null);
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value) {
        return CompletableFuture.completedFuture(publish(topic, key, value));
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        try {
            return CompletableFuture.completedFuture(publish(topic, key, value, cause));
        } catch (UnavailableException e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
