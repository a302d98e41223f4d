package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A bean of this type has a topic's tasks carried out: by a share group of the service's name and the topic's.
 *
 * @param topic of kind {@code tasks}, or {@code requests} of what needs no state
 * @param type the task's record type
 * @param handler carries them out
 * @param concurrency how many at once, at least 1
 */
public record Tasks<T extends SpecificRecord>(Topic topic, Class<T> type, TaskHandler<T> handler, int concurrency) {}
