package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Keys;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every record that comes from outside says what its key is, and nothing else does. */
class KeysTest {

    private static final int TRIES = 20;

    static Stream<Topic> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void whatComesFromOutsideSaysItsKey(Topic topic) {
        boolean outside = topic.kind() == Topic.Kind.REQUESTS || topic.kind() == Topic.Kind.OBSERVATIONS;
        topic.schemas().forEach(schema -> {
            RandomRecords random = new RandomRecords(new Random(5));
            SpecificDatumReader<SpecificRecord> reader = new SpecificDatumReader<>(schema);
            assertThat(Stream.generate(() -> specific(random, schema, reader))
                            .limit(TRIES)
                            .anyMatch(record -> Keys.of(record).isPresent()))
                    .as(schema.getName())
                    .isEqualTo(outside);
        });
    }

    private static SpecificRecord specific(
            RandomRecords random, Schema schema, SpecificDatumReader<SpecificRecord> reader) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(out, null);
            new GenericDatumWriter<>(schema, new GenericData()).write(random.of(schema), encoder);
            return reader.read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
