package dev.skerry.testing.crash;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.testing.RawTopics;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Everything that is committed in all topics, as lines of JSON. */
final class TopicFile {

    /** Confluent's framing: a zero byte and the schema's id. */
    private static final int FRAME = 5;

    private static final JsonMapper JSON = new JsonMapper();

    private final Map<String, Schema> schemas = new HashMap<>();

    TopicFile() {
        for (Topic topic : Topics.ALL) {
            for (Class<? extends SpecificRecord> type : topic.types()) {
                Schema schema = SpecificData.get().getSchema(type);
                schemas.put(schema.getFullName(), schema);
            }
        }
    }

    void write(String brokers, Path file) throws IOException {
        RawTopics topics = new RawTopics(brokers);
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Topic topic : Topics.ALL) {
                for (ConsumerRecord<String, byte[]> record : topics.read(topic.name())) {
                    out.write(JSON.writeValueAsString(line(record)));
                    out.newLine();
                }
            }
        }
    }

    private ObjectNode line(ConsumerRecord<String, byte[]> record) throws IOException {
        String type = RawTopics.header(record, "ce_type");
        ObjectNode line = JSON.createObjectNode()
                .put("topic", record.topic())
                .put("partition", record.partition())
                .put("offset", record.offset())
                .put("timestamp", record.timestamp())
                .put("key", record.key())
                .put("id", RawTopics.header(record, "ce_id"))
                .put("causation", RawTopics.header(record, "ce_causationid"))
                .put("type", record.value() == null ? "" : type);
        Schema schema = schemas.get(type);
        if (record.value() != null && schema != null && !record.topic().equals(Topics.DEAD_LETTERS.name())) {
            var decoder =
                    DecoderFactory.get().binaryDecoder(record.value(), FRAME, record.value().length - FRAME, null);
            GenericRecord value = new GenericDatumReader<GenericRecord>(schema).read(null, decoder);
            line.set("value", JSON.readTree(value.toString()));
        } else if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
            line.put("reason", RawTopics.header(record, "dead-letter-reason"));
        }
        return line;
    }
}
