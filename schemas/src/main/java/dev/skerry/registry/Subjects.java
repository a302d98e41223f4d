package dev.skerry.registry;

import dev.skerry.catalogue.Topics;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;

/** Every subject of an installation with its schema: topics and stores. */
public final class Subjects {

    private Subjects() {}

    /** @param prefix the installation's topic prefix; may be empty */
    public static Map<String, Schema> all(String prefix) {
        Map<String, Schema> subjects = new LinkedHashMap<>();
        Topics.ALL.forEach(topic ->
                topic.schemas().forEach(schema -> subjects.put(topic.subject(prefix, schema), schema)));
        Topics.STORES.forEach(store -> store.types().forEach(type -> {
            Schema schema = SpecificData.get().getSchema(type);
            subjects.put(prefix + store.name() + "-" + schema.getFullName(), schema);
        }));
        return subjects;
    }
}
