package dev.skerry.runtime;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Sample records whose bytes clients in other languages are held to: what a field holds follows from its name alone. */
final class GoldenRecords {

    /** 2026-01-02T03:04:05.678Z, milliseconds since the epoch. */
    private static final long MOMENT = 1_767_323_045_678L;

    private GoldenRecords() {}

    /** An id that is the type's own, so that a new type changes no other's bytes. */
    static int schemaId(Schema schema) {
        CRC32 crc = new CRC32();
        crc.update(schema.getFullName().getBytes(StandardCharsets.UTF_8));
        return (int) (crc.getValue() & 0x7fff_ffff);
    }

    /** Every union taken, two of everything; then nothing that can be left out. */
    static List<GenericData.Record> of(Schema schema) {
        return List.of((GenericData.Record) sample(schema, "", true), (GenericData.Record) sample(schema, "", false));
    }

    /** In Confluent's wire format. */
    static byte[] encoded(GenericData.Record record) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(5)
                .put((byte) 0)
                .putInt(schemaId(record.getSchema()))
                .array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        try {
            new GenericDatumWriter<>(record.getSchema()).write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return out.toByteArray();
    }

    /** A value as JSON has it: a union is its value, an enum its name, a time its milliseconds. */
    static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case IndexedRecord record -> {
                Map<String, @Nullable Object> fields = new LinkedHashMap<>();
                record.getSchema()
                        .getFields()
                        .forEach(field -> fields.put(field.name(), plain(record.get(field.pos()))));
                yield fields;
            }
            case List<?> list -> list.stream().map(GoldenRecords::plain).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> entries = new TreeMap<>();
                map.forEach((key, each) -> entries.put(key.toString(), plain(each)));
                yield entries;
            }
            case Instant time -> time.toEpochMilli();
            case CharSequence text -> text.toString();
            case Enum<?> symbol -> symbol.name();
            case GenericData.EnumSymbol symbol -> symbol.toString();
            case null, default -> value;
        };
    }

    private static @Nullable Object sample(Schema schema, String name, boolean full) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields()
                        .forEach(field -> record.put(field.pos(), sample(field.schema(), field.name(), full)));
                yield record;
            }
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        full
                                ? schema.getEnumSymbols().getLast()
                                : schema.getEnumSymbols().getFirst());
            case ARRAY ->
                full
                        ? List.of(
                                sampleOf(schema.getElementType(), name + "-1"),
                                sampleOf(schema.getElementType(), name + "-2"))
                        : List.of();
            case MAP -> full ? map(schema.getValueType(), name) : Map.of();
            case UNION ->
                full
                        ? sample(schema.getTypes().getLast(), name, true)
                        : sample(schema.getTypes().getFirst(), name, false);
            case STRING -> full ? name + " \u00e5\u6d77" : "";
            case LONG ->
                schema.getLogicalType() != null ? (Object) MOMENT : (Object) (full ? (1L << 40) + name.length() : 0L);
            case INT -> full ? -300 - name.length() : 0;
            case DOUBLE -> full ? -12.625 : 0.5;
            case FLOAT -> full ? -12.625f : 0.5f;
            case BOOLEAN -> full;
            case NULL -> null;
            case BYTES, FIXED -> throw new IllegalArgumentException(name + ": has no form in JSON here");
        };
    }

    private static Object sampleOf(Schema schema, String name) {
        Object sample = sample(schema, name, true);
        if (sample == null) {
            throw new IllegalArgumentException(name + ": nothing but null");
        }
        return sample;
    }

    private static Map<String, Object> map(Schema values, String name) {
        Map<String, Object> map = new TreeMap<>();
        map.put("a", sampleOf(values, name + "-a"));
        map.put("b", sampleOf(values, name + "-b"));
        return map;
    }
}
