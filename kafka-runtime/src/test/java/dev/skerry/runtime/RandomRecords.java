package dev.skerry.runtime;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Records of any schema with random contents: deterministic for a seed. */
final class RandomRecords {

    private final RandomGenerator random;

    RandomRecords(RandomGenerator random) {
        this.random = random;
    }

    @Nullable
    Object of(Schema schema) {
        return switch (schema.getType()) {
            case RECORD -> {
                GenericData.Record record = new GenericData.Record(schema);
                schema.getFields().forEach(field -> record.put(field.pos(), of(field.schema())));
                yield record;
            }
            case ENUM ->
                new GenericData.EnumSymbol(
                        schema,
                        schema.getEnumSymbols()
                                .get(random.nextInt(schema.getEnumSymbols().size())));
            case ARRAY -> {
                List<@Nullable Object> items = new ArrayList<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    items.add(of(schema.getElementType()));
                }
                yield items;
            }
            case MAP -> {
                Map<String, @Nullable Object> members = new HashMap<>();
                for (int i = random.nextInt(4); i > 0; i--) {
                    members.put(text(), of(schema.getValueType()));
                }
                yield members;
            }
            case UNION ->
                of(schema.getTypes().get(random.nextInt(schema.getTypes().size())));
            case FIXED -> new GenericData.Fixed(schema, bytes(schema.getFixedSize()));
            case STRING -> text();
            case BYTES -> ByteBuffer.wrap(bytes(random.nextInt(20)));
            case INT -> random.nextInt();
            case LONG -> random.nextLong();
            case FLOAT -> (float) random.nextGaussian();
            case DOUBLE -> random.nextGaussian() * 1e3;
            case BOOLEAN -> random.nextBoolean();
            case NULL -> null;
        };
    }

    /** The same bytes with a few of them changed, cut, doubled or added. */
    byte[] mutated(byte[] bytes) {
        byte[] result = bytes.clone();
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            result = switch (random.nextInt(6)) {
                case 0 -> java.util.Arrays.copyOf(result, random.nextInt(result.length + 1));
                case 1 -> java.util.Arrays.copyOf(result, result.length + 1 + random.nextInt(8));
                case 2 -> spliced(result, length());
                case 3 -> spliced(result, bytes(1 + random.nextInt(9)));
                default -> flipped(result);
            };
        }
        return result;
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] flipped(byte[] bytes) {
        if (bytes.length > 0) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    private byte[] spliced(byte[] bytes, byte[] piece) {
        int at = random.nextInt(bytes.length + 1);
        boolean over = random.nextBoolean();
        int rest = Math.min(bytes.length, over ? at + piece.length : at);
        return ByteBuffer.allocate(at + piece.length + bytes.length - rest)
                .put(bytes, 0, at)
                .put(piece)
                .put(bytes, rest, bytes.length - rest)
                .array();
    }

    /** A number as Avro writes lengths and counts (zig-zag, base 128): most often a huge or a negative one. */
    private byte[] length() {
        long value = switch (random.nextInt(4)) {
            case 0 -> Integer.MAX_VALUE - random.nextInt(20);
            case 1 -> random.nextLong();
            case 2 -> -random.nextInt(1_000);
            default -> Integer.MAX_VALUE + 1L + random.nextInt(1_000);
        };
        ByteBuffer out = ByteBuffer.allocate(10);
        long left = (value << 1) ^ (value >> 63);
        while ((left & ~0x7FL) != 0) {
            out.put((byte) ((left & 0x7F) | 0x80));
            left >>>= 7;
        }
        out.put((byte) left);
        return java.util.Arrays.copyOf(out.array(), out.position());
    }

    private String text() {
        return random.ints(random.nextInt(12), ' ', 0x300)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
