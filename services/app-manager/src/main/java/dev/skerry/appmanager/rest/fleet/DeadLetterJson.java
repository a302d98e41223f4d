package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.effect.DeadLetterItem;
import dev.skerry.runtime.DeadLetter;
import dev.skerry.runtime.PoisonException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One dead letter as JSON: what a list shows, the headers that the record came with, and the record itself where it can be read; otherwise
 * its bytes in base64, of which a long value's first 64 KiB are given.
 */
final class DeadLetterJson {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_BYTES = 1 << 16;
    private static final int MOST_HEADERS = 100;

    private DeadLetterJson() {}

    static ObjectNode of(ConsumerRecord<String, byte[]> record, Function<byte[], SpecificRecord> decode) {
        ObjectNode object = JSON.valueToTree(DeadLetterItem.of(record));
        ArrayNode headers = object.putArray("headers");
        for (Header header : DeadLetter.without(record.headers())) {
            if (headers.size() < MOST_HEADERS) {
                put(headers.addObject().put("name", header.key()), "value", header.value());
            }
        }
        if (record.value() != null) {
            try {
                SpecificRecord value = decode.apply(record.value());
                object.put("type", value.getSchema().getFullName());
                object.set("record", AvroJson.tree(value));
            } catch (PoisonException e) {
                object.put("base64", base64(record.value()));
            }
        }
        return object;
    }

    private static void put(ObjectNode object, String name, byte @Nullable [] value) {
        if (value == null) {
            object.putNull(name);
            return;
        }
        try {
            if (value.length <= MOST_BYTES) {
                object.put(
                        name,
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(value))
                                .toString());
                return;
            }
        } catch (CharacterCodingException e) {
            // not a text: given as what it is
        }
        object.put("base64", base64(value));
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder()
                .encodeToString(bytes.length <= MOST_BYTES ? bytes : Arrays.copyOf(bytes, MOST_BYTES));
    }
}
