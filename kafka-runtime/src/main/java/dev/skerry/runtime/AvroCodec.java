package dev.skerry.runtime;

import dev.skerry.catalogue.Topics;
import dev.skerry.registry.RegistryException;
import dev.skerry.registry.SchemaIds;
import dev.skerry.registry.Subjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.ClassSecurityValidator;
import org.jspecify.annotations.Nullable;

/**
 * Avro in Confluent's wire format: a zero byte, the schema's id in the registry (4 bytes, big-endian), the binary encoding. Ids and
 * schemas are asked for once; with those the codec works on while the registry is away. Safe for use by many threads.
 */
public final class AvroCodec {

    private static final int HEADER = 5;
    private static final String OURS = "dev.skerry.schemas.";

    /** Reader schemas by full name: only record types of the catalogue are ever read. */
    private static final Map<String, Schema> KNOWN = known();

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getName().startsWith(OURS)));
    }

    private final SchemaIds registry;
    private final String prefix;
    private final Map<String, Integer> ids = new ConcurrentHashMap<>();
    private final Map<Integer, Written> schemas = new ConcurrentHashMap<>();
    private final Map<Integer, SpecificDatumReader<SpecificRecord>> readers = new ConcurrentHashMap<>();

    /** What a record was written with, and what it is read as. */
    private record Written(Schema schema, Schema expected) {}

    /**
     * @param registry where the schemas are
     * @param prefix the installation's topic prefix; may be empty
     */
    public AvroCodec(SchemaIds registry, String prefix) {
        this.registry = registry;
        this.prefix = prefix;
    }

    /**
     * Encodes a record.
     *
     * @param place the topic's or store's name without the prefix
     * @throws IllegalStateException when the record's schema is not registered there
     * @throws UnavailableException when the registry does not answer
     */
    public byte[] encode(String place, SpecificRecord value) {
        Schema schema = value.getSchema();
        String subject = prefix + place + "-" + schema.getFullName();
        Integer id = ids.get(subject);
        if (id == null) {
            id = lookup(subject, schema);
        }
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream(256);
            out.write(ByteBuffer.allocate(HEADER).put((byte) 0).putInt(id).array());
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new SpecificDatumWriter<SpecificRecord>(schema).write(value, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException("memory does not fail", e);
        }
    }

    /**
     * Decodes a record.
     *
     * @throws PoisonException when the bytes are not a record of the catalogue
     * @throws UnavailableException when the registry does not answer
     */
    public SpecificRecord decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            throw new PoisonException("value: empty; a record is expected");
        }
        if (bytes.length < HEADER || bytes[0] != 0) {
            throw new PoisonException(
                    "value: not Avro in the registry's wire format (a zero byte and a 4-byte schema id)");
        }
        int id = ByteBuffer.wrap(bytes).getInt(1);
        SpecificDatumReader<SpecificRecord> reader = reader(id);
        try {
            BinaryDecoder decoder = DecoderFactory.get().binaryDecoder(bytes, HEADER, bytes.length - HEADER, null);
            SpecificRecord value = reader.read(null, decoder);
            if (!decoder.isEnd()) {
                throw new AvroRuntimeException("bytes are left over behind it");
            }
            // A reader works out at its first record how to read: from then on it does not change, and threads may
            // share it.
            readers.putIfAbsent(id, reader);
            return value;
        } catch (IOException | RuntimeException e) { // of what kind depends on which byte is wrong
            throw new PoisonException(
                    "value: not a " + reader.getSchema().getFullName() + " as schema " + id + " says: "
                            + e.getMessage(),
                    e);
        }
    }

    private SpecificDatumReader<SpecificRecord> reader(int id) {
        SpecificDatumReader<SpecificRecord> known = readers.get(id);
        if (known != null) {
            return known;
        }
        Written written = schemas.get(id);
        if (written == null) {
            written = ask(id);
            schemas.put(id, written);
        }
        return new SpecificDatumReader<>(written.schema(), written.expected(), SpecificData.get());
    }

    private Written ask(int id) {
        if (id <= 0) {
            throw new PoisonException("value: " + id + " is no schema's id");
        }
        try {
            Schema schema = registry.byId(id);
            Schema expected = KNOWN.get(schema.getFullName());
            if (expected == null) {
                throw new PoisonException("value: " + schema.getFullName() + " is no record type of the catalogue");
            }
            if (!WriterSchema.isBounded(schema)) {
                throw new PoisonException(
                        "value: schema " + id + " would let a few bytes stand for any number of items");
            }
            return new Written(schema, expected);
        } catch (RegistryException e) {
            if (e.unknown()) {
                throw new PoisonException("value: the registry knows no schema with id " + id, e);
            }
            throw new UnavailableException("the registry did not give schema " + id, e);
        } catch (AvroRuntimeException | StackOverflowError e) {
            throw new PoisonException("value: schema " + id + " is no Avro schema", e);
        }
    }

    private int lookup(String subject, Schema schema) {
        try {
            int id = registry.lookup(subject, schema);
            ids.put(subject, id);
            return id;
        } catch (RegistryException e) {
            if (e.unknown()) {
                throw new IllegalStateException(subject + " is not registered: run the registrar", e);
            }
            throw new UnavailableException("the registry did not answer for " + subject, e);
        }
    }

    private static Map<String, Schema> known() {
        Map<String, Schema> schemas = new HashMap<>();
        Subjects.all("").values().forEach(schema -> schemas.put(schema.getFullName(), schema));
        if (schemas.isEmpty() || Topics.ALL.isEmpty()) {
            throw new IllegalStateException("the catalogue is empty");
        }
        return Map.copyOf(schemas);
    }
}
