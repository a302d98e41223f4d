package dev.skerry.simulation;

import dev.skerry.registry.SchemaIds;
import dev.skerry.registry.Subjects;
import dev.skerry.runtime.AvroCodec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;

/** A registry in memory with the whole catalogue. */
final class MemorySchemas implements SchemaIds {

    /** Keeps nothing but schemas, so that all runs share it. */
    static final AvroCodec CODEC = new AvroCodec(new MemorySchemas(), "");

    private final Map<String, Integer> ids = new HashMap<>();
    private final List<Schema> schemas = new ArrayList<>();

    private MemorySchemas() {
        Subjects.all("").forEach((subject, schema) -> {
            schemas.add(schema);
            ids.put(subject, schemas.size()); // from 1 on: a registry gives no other
        });
    }

    @Override
    public int lookup(String subject, Schema schema) {
        Integer id = ids.get(subject);
        if (id == null) {
            throw new IllegalArgumentException(subject + " is not in the catalogue");
        }
        return id;
    }

    @Override
    public Schema byId(int id) {
        return schemas.get(id - 1);
    }
}
