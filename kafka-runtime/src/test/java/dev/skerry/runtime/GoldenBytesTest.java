package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.SchemaIds;
import dev.skerry.registry.Subjects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The bytes of every record type of the catalogue, which clients/python and clients/node are held to by the same files. */
class GoldenBytesTest {

    private static final Path FOLDER = Path.of("../testing/golden");
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    private static final HexFormat HEX = HexFormat.of();

    private final Map<String, Schema> schemas = new TreeMap<>();
    private final Map<String, String> places = new HashMap<>();
    private final AvroCodec codec = new AvroCodec(new GoldenIds(), "");

    GoldenBytesTest() {
        Subjects.all("").forEach((subject, schema) -> {
            schemas.put(schema.getFullName(), schema);
            places.put(schema.getFullName(), subject.substring(0, subject.indexOf("-dev.skerry.")));
        });
    }

    @Test
    void theFilesHoldEveryRecordTypeAsItIs() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        schemas.values().forEach(schema -> expected.put(schema.getFullName() + ".json", file(schema)));
        if (Boolean.getBoolean("skerry.regenerate")) {
            Files.createDirectories(FOLDER);
            for (Path old : files()) {
                Files.delete(old);
            }
            for (Map.Entry<String, String> each : expected.entrySet()) {
                Files.writeString(FOLDER.resolve(each.getKey()), each.getValue());
            }
        }
        Map<String, String> found = new TreeMap<>();
        for (Path each : files()) {
            found.put(each.getFileName().toString(), Files.readString(each));
        }
        assertThat(found)
                .as("out of date; run: mvn -pl kafka-runtime test -Dtest=GoldenBytesTest -Dskerry.regenerate=true")
                .isEqualTo(expected);
    }

    @Test
    void theCodecReadsAndWritesThem() throws IOException {
        for (Path each : files()) {
            JsonNode golden = JSON.readTree(Files.readString(each));
            String type = golden.get("type").asString();
            for (JsonNode sample : golden.get("cases")) {
                byte[] bytes = HEX.parseHex(sample.get("bytes").asString());
                SpecificRecord record = codec.decode(bytes);
                assertThat(JSON.<JsonNode>valueToTree(GoldenRecords.plain(record))
                                .toString())
                        .as(type)
                        .isEqualTo(sample.get("record").toString());
                assertThat(codec.encode(places.getOrDefault(type, ""), record))
                        .as(type)
                        .isEqualTo(bytes);
            }
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static String file(Schema schema) {
        Map<String, Object> golden = new LinkedHashMap<>();
        golden.put("type", schema.getFullName());
        golden.put("schemaId", GoldenRecords.schemaId(schema));
        golden.put(
                "cases",
                GoldenRecords.of(schema).stream().map(GoldenBytesTest::sample).toList());
        golden.put("schema", JSON.readTree(RegistryClient.portable(schema)));
        return JSON.writeValueAsString(golden) + "\n";
    }

    private static Map<String, Object> sample(GenericData.Record record) {
        Map<String, Object> sample = new LinkedHashMap<>();
        sample.put("record", GoldenRecords.plain(record));
        sample.put("bytes", HEX.formatHex(GoldenRecords.encoded(record)));
        return sample;
    }

    /** The ids that stand in the files. */
    private final class GoldenIds implements SchemaIds {

        @Override
        public int lookup(String subject, Schema schema) {
            return GoldenRecords.schemaId(schema);
        }

        @Override
        public Schema byId(int id) {
            return schemas.values().stream()
                    .filter(schema -> GoldenRecords.schemaId(schema) == id)
                    .findAny()
                    .orElseThrow();
        }
    }
}
