package dev.skerry.appmanager.wire;

import dev.skerry.catalogue.Topic;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Received;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DatumReader;
import org.apache.avro.io.DatumWriter;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Topics and their readers: what one reader has of one topic comes in order, but one topic may run ahead of another. Every record
 * goes through its bytes.
 */
final class Bus {

    static {
        ClassSecurityValidator.setGlobal(ClassSecurityValidator.composite(
                ClassSecurityValidator.DEFAULT, type -> type.getName().startsWith("dev.skerry.schemas.")));
    }

    private record Lane(String reader, Topic topic) {}

    private final Map<String, Map<String, Deque<Received>>> lanes = new TreeMap<>();

    void put(String reader, Topic topic, String key, SpecificRecord record) {
        EventHeaders headers = new EventHeaders("id", "type", "source", Instant.EPOCH, key, "c", "c", null);
        lanes.computeIfAbsent(reader, _ -> new TreeMap<>())
                .computeIfAbsent(topic.name(), _ -> new ArrayDeque<>())
                .add(new Received(topic, key, throughBytes(record), headers));
    }

    boolean isEmpty() {
        return waiting().isEmpty();
    }

    /** A reader for whom something waits. */
    String reader(Random random) {
        List<Lane> waiting = waiting();
        return waiting.get(random.nextInt(waiting.size())).reader();
    }

    /** The next record of one of the reader's topics; it stays there when it is to come twice. */
    Received take(String reader, Random random, boolean twice) {
        List<Lane> waiting =
                waiting().stream().filter(l -> l.reader().equals(reader)).toList();
        Lane lane = waiting.get(random.nextInt(waiting.size()));
        Deque<Received> records = Objects.requireNonNull(
                lanes.getOrDefault(reader, Map.of()).get(lane.topic().name()));
        return twice ? records.element() : records.remove();
    }

    private List<Lane> waiting() {
        List<Lane> waiting = new ArrayList<>();
        lanes.forEach((reader, topics) -> topics.values().stream()
                .filter(records -> !records.isEmpty())
                .forEach(records ->
                        waiting.add(new Lane(reader, records.element().topic()))));
        return waiting;
    }

    private record Codec(DatumWriter<Object> writer, DatumReader<Object> reader) {}

    private static final Map<Class<?>, Codec> CODECS = new ConcurrentHashMap<>();

    /** A record as its reader sees it. */
    static <T extends SpecificRecordBase> T throughBytes(T record) {
        Codec codec = CODECS.computeIfAbsent(record.getClass(), _ -> codec(record));
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
            codec.writer().write(record, encoder);
            encoder.flush();
            Object read = codec.reader().read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
            @SuppressWarnings("unchecked")
            T same = (T) Objects.requireNonNull(read);
            return same;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A record as its reader sees it. */
    static SpecificRecord throughBytes(SpecificRecord record) {
        return throughBytes((SpecificRecordBase) record);
    }

    @SuppressWarnings("unchecked")
    private static Codec codec(SpecificRecordBase record) {
        return new Codec(
                record.getSpecificData().createDatumWriter(record.getSchema()),
                record.getSpecificData().createDatumReader(record.getSchema()));
    }
}
