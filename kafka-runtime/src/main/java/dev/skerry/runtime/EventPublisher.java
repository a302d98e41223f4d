package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.specific.SpecificRecord;

/** How a door writes: an event is published when the broker has acknowledged it (acks=all, idempotent producer). */
public interface EventPublisher {

    /**
     * Publishes the first event of a chain and waits for the acknowledgement, at most 10 s.
     *
     * @return the event's headers, with its id, which is the correlation id of all that follows
     * @throws UnavailableException when the broker did not acknowledge in time, or too many events wait for it already
     * @throws Problem 413 when the event is larger than the topic takes
     */
    EventHeaders publish(Topic topic, String key, SpecificRecord value);

    /** As {@link #publish}, for an event that belongs to a chain: what a task's outcome is. */
    EventHeaders publish(Topic topic, String key, SpecificRecord value, EventHeaders cause);

    /** As {@link #publish}, without waiting; completes exceptionally with {@link UnavailableException}. */
    CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value);

    /** As {@link #send}, for an event that belongs to a chain. */
    CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value, EventHeaders cause);
}
