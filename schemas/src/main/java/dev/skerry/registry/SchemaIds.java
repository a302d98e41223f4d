package dev.skerry.registry;

import org.apache.avro.Schema;

/** Schemas and the ids that records carry in their place. */
public interface SchemaIds {

    /**
     * The id of a schema that is registered under a subject.
     *
     * @throws RegistryException when it is not, or the registry does not answer
     */
    int lookup(String subject, Schema schema);

    /**
     * The schema of an id.
     *
     * @throws RegistryException with {@link RegistryException#unknown} when there is none
     */
    Schema byId(int id);
}
