package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Writes bytes that are a record already, or were meant to be one. */
@FunctionalInterface
public interface RawPublisher {

    /**
     * Writes a record as it is and waits until the broker has acknowledged it.
     *
     * @throws UnavailableException when the broker did not acknowledge within 10 s
     */
    void publish(Topic topic, String key, byte @Nullable [] value, Headers headers);
}
