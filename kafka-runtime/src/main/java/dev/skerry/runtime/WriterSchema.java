package dev.skerry.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.avro.Schema;

/**
 * Whether what a schema describes is bounded by its bytes. A writer may register a schema of its own under our names, with fields that
 * we skip: items without bytes could be there two billion times in five bytes, and a record that holds itself could be nested until the stack is full.
 */
final class WriterSchema {

    /** Of each record that was met; false while it is looked into, so that one that holds itself is not bounded. */
    private final Map<String, Boolean> bounded = new HashMap<>();

    private final Map<String, Boolean> empty = new HashMap<>();

    private WriterSchema() {}

    static boolean isBounded(Schema schema) {
        return new WriterSchema().bounded(schema);
    }

    private boolean bounded(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> ofRecord(schema, bounded, this::bounded);
            case ARRAY -> bounded(schema.getElementType()) && !empty(schema.getElementType());
            case MAP -> bounded(schema.getValueType()); // its keys have bytes
            case UNION -> schema.getTypes().stream().allMatch(this::bounded);
            case ENUM, FIXED, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN, NULL -> true;
        };
    }

    /** Whether a value of it has no bytes. */
    private boolean empty(Schema schema) {
        return switch (schema.getType()) {
            case NULL -> true;
            case FIXED -> schema.getFixedSize() == 0;
            case RECORD -> ofRecord(schema, empty, this::empty);
            case ARRAY, MAP, UNION, ENUM, STRING, BYTES, INT, LONG, FLOAT, DOUBLE, BOOLEAN -> false;
        };
    }

    private static boolean ofRecord(Schema record, Map<String, Boolean> known, Predicate<Schema> ofField) {
        Boolean before = known.putIfAbsent(record.getFullName(), false);
        if (before != null) {
            return before;
        }
        boolean holds = record.getFields().stream().map(Schema.Field::schema).allMatch(ofField);
        known.put(record.getFullName(), holds);
        return holds;
    }
}
