package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import org.apache.avro.specific.SpecificRecord;

/**
 * A record that was read and understood.
 *
 * @param topic where it stood
 * @param key its key there
 * @param record its value
 * @param headers its headers
 */
public record Received(Topic topic, String key, SpecificRecord record, EventHeaders headers) {}
