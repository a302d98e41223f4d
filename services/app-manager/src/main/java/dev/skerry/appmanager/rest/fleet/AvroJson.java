package dev.skerry.appmanager.rest.fleet;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Any record as plain JSON for people: members are called as in the schema and stand in its order, enums are their names, times
 * ISO 8601 in UTC, bytes base64, and what is null is left out. Maps are in the order of their keys. A nonce is withheld: whoever has
 * one can take a node's place.
 */
public final class AvroJson {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final String WITHHELD = "nonce";

    private AvroJson() {}

    /** The record as a tree. */
    public static ObjectNode tree(IndexedRecord avro) {
        ObjectNode object = NODES.objectNode();
        for (Schema.Field field : avro.getSchema().getFields()) {
            Object value = avro.get(field.pos());
            if (value != null && !field.name().equals(WITHHELD)) {
                object.set(field.name(), node(value));
            }
        }
        return object;
    }

    /** The records as a list. */
    public static ArrayNode list(Collection<? extends IndexedRecord> avros) {
        ArrayNode array = NODES.arrayNode();
        avros.forEach(avro -> array.add(tree(avro)));
        return array;
    }

    private static JsonNode node(@Nullable Object value) {
        return switch (value) {
            case null -> NODES.nullNode();
            case IndexedRecord avro -> tree(avro);
            case Collection<?> items -> {
                ArrayNode array = NODES.arrayNode();
                items.forEach(item -> array.add(node(item)));
                yield array;
            }
            case Map<?, ?> map -> {
                ObjectNode object = NODES.objectNode();
                Map<String, Object> sorted = new TreeMap<>();
                map.forEach((key, member) -> sorted.put(key.toString(), member));
                sorted.forEach((key, member) -> object.set(key, node(member)));
                yield object;
            }
            case Integer number -> NODES.numberNode(number);
            case Long number -> NODES.numberNode(number);
            case Double number -> NODES.numberNode(number);
            case Float number -> NODES.numberNode(number);
            case Boolean truth -> NODES.booleanNode(truth);
            case Instant time -> NODES.stringNode(time.toString());
            case ByteBuffer bytes -> {
                byte[] copy = new byte[bytes.remaining()];
                bytes.duplicate().get(copy);
                yield NODES.stringNode(Base64.getEncoder().encodeToString(copy));
            }
            default -> NODES.stringNode(value.toString());
        };
    }
}
