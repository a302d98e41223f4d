package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.Subjects;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Random;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Any bytes are a record or poison: nothing else comes out of the codec, and no forged length makes it allocate what is not there. */
class AvroCodecFuzzTest {

    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 50);
    private static final long SEED = Long.getLong("skerry.fuzz.seed", 20260501);

    /** What decoding a few hundred bytes may cost; a forged length asks for gigabytes. */
    private static final long MOST_ALLOCATED = 4 << 20;

    private final MemoryRegistry registry = new MemoryRegistry("");
    private final AvroCodec codec = new AvroCodec(registry.client(), "");
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void whatIsNotChangedIsReadAndWhatIsChangedIsReadOrPoison() throws IOException {
        int read = 0;
        int refused = 0;
        int id = 0;
        for (Schema schema : Subjects.all("").values()) {
            id++;
            RandomRecords records = new RandomRecords(new Random(SEED + id));
            Schema written = new Schema.Parser().parse(RegistryClient.portable(schema));
            for (int round = 0; round < ROUNDS; round++) {
                byte[] good = encoded(id, written, records.of(written));
                assertThat(codec.decode(good).getSchema().getFullName()).isEqualTo(schema.getFullName());
                if (decodes(records.mutated(good), schema + " in round " + round)) {
                    read++;
                } else {
                    refused++;
                }
            }
        }
        assertThat(read).as("some changes still make a record").isPositive();
        assertThat(refused).as("most do not").isGreaterThan(read);
    }

    @Test
    void bytesThatNeverWereARecordArePoison() {
        RandomRecords records = new RandomRecords(new Random(SEED));
        Random random = new Random(SEED);
        int schemas = Subjects.all("").size();
        for (int round = 0; round < ROUNDS * 20; round++) {
            byte[] bytes = records.bytes(random.nextInt(300));
            if (bytes.length >= 5 && random.nextInt(4) > 0) {
                ByteBuffer.wrap(bytes).put((byte) 0).putInt(1 + random.nextInt(schemas));
            }
            decodes(bytes, "round " + round);
        }
    }

    @Test
    void aSchemaThatOthersRegisteredUnderOurNamesCannotMakeAFewBytesEndless() {
        String ours = Subjects.all("").values().iterator().next().getFullName();
        Schema nothings = SchemaBuilder.record(ours)
                .fields()
                .name("nothings")
                .type(SchemaBuilder.array().items().nullType())
                .noDefault()
                .endRecord();
        Schema itself = new Schema.Parser()
                .parse("{\"type\":\"record\",\"name\":\"" + ours
                        + "\",\"fields\":[{\"name\":\"next\",\"type\":[\"null\",\"" + ours + "\"]}]}");
        assertPoison(registry.add(nothings.toString()), "any number of items");
        assertPoison(registry.add(itself.toString()), "any number of items");
        assertPoison(registry.add("{\"$schema\":\"https://json-schema.org/draft-07/schema\"}"), "no Avro schema");
        assertPoison(registry.add("[".repeat(100_000)), "no Avro schema");
        assertPoison(registry.add("\"string\""), "no record type of the catalogue");
        assertPoison(-1, "no schema's id");
        assertPoison(Integer.MAX_VALUE, "knows no schema");
    }

    private void assertPoison(int id, String reason) {
        byte[] bytes = ByteBuffer.allocate(30).put((byte) 0).putInt(id).array();
        try {
            codec.decode(bytes);
            fail("schema %d was taken", id);
        } catch (PoisonException e) {
            assertThat(e.getMessage()).contains(reason);
        }
    }

    private boolean decodes(byte[] bytes, String what) {
        long before = threads.getCurrentThreadAllocatedBytes();
        try {
            codec.decode(bytes);
            return true;
        } catch (PoisonException e) {
            return false;
        } catch (RuntimeException | Error e) {
            return fail("%s: %s", what, e);
        } finally {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as(what)
                    .isLessThan(MOST_ALLOCATED);
        }
    }

    private static byte[] encoded(int id, Schema schema, @Nullable Object value) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ByteBuffer.allocate(5).put((byte) 0).putInt(id).array());
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new GenericDatumWriter<>(schema).write(value, encoder);
        encoder.flush();
        return out.toByteArray();
    }
}
