package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import org.apache.avro.specific.SpecificRecord;

/** Makes the read models of a service. All are read by one consumer, which starts with the application. */
public interface ReadModels {

    /** The read model of a {@code state} topic; the same one at every call. Must be called while the application is wired. */
    <T extends SpecificRecord> ReadModel<T> of(Topic topic, Class<T> type);

    /** The same one, which from then on knows the headers of its records too. */
    <T extends SpecificRecord> ReadModel<T> withHeaders(Topic topic, Class<T> type);
}
