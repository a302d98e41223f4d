package dev.skerry.catalogue;

import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * A decider's private store: its record types are registered and checked for compatibility like those of a topic, for an upgrade
 * reads what its predecessor stored.
 *
 * @param name unique in the catalogue; stands in the subject where a topic's name would
 * @param types the record types that are stored
 */
public record Store(String name, List<Class<? extends SpecificRecord>> types) {}
