package dev.skerry.catalogue;

import static dev.skerry.catalogue.Yaml.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.skerry.catalogue.Topic.Kind;
import dev.skerry.registry.RegistryClient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/** The catalogue as an AsyncAPI 3.0 document. */
public final class AsyncApi {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AVRO = "application/vnd.apache.avro+json;version=1.12.0";

    private AsyncApi() {}

    /** The document, as YAML. The same catalogue gives the same text. */
    public static String document() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("asyncapi", "3.0.0");
        root.put(
                "info",
                map(
                        "title", "Skerry",
                        "version", "0.1.0",
                        "description",
                                "Every topic of a Skerry installation. Records are Avro in Confluent's wire format, headers are CloudEvents 1.0 in binary mode. Generated from the topic catalogue.",
                        "license", map("name", "Apache-2.0")));
        root.put("defaultContentType", "application/avro");
        Map<String, Object> channels = new LinkedHashMap<>();
        Map<String, Object> operations = new LinkedHashMap<>();
        Map<String, Object> messages = new TreeMap<>();
        for (Topic topic : Topics.ALL) {
            channels.put(topic.name(), channel(topic));
            operation(topic).ifPresent(each -> operations.put(each.getKey(), each.getValue()));
            topic.schemas().forEach(schema -> messages.put(schema.getName(), message(schema)));
        }
        root.put("channels", channels);
        root.put("operations", operations);
        root.put("components", map("messages", messages));
        return Yaml.text(root);
    }

    private static Map<String, Object> channel(Topic topic) {
        Map<String, Object> messages = new LinkedHashMap<>();
        topic.schemas()
                .forEach(schema ->
                        messages.put(schema.getName(), map("$ref", "#/components/messages/" + schema.getName())));
        String kept = topic.retention()
                .map(time -> "kept for " + time.toDays() + " days")
                .orElse("compacted by key");
        Map<String, Object> channel = map(
                "address", topic.name(),
                "description",
                        topic.summary() + " Owner: " + topic.owner() + ". Key: " + topic.key() + ". "
                                + topic.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ", " + kept + ".",
                "bindings",
                        map(
                                "kafka",
                                map(
                                        "topic", topic.name(),
                                        "partitions", topic.partitions(),
                                        "topicConfiguration", configuration(topic))));
        if (!messages.isEmpty()) {
            channel.put("messages", messages);
        }
        return channel;
    }

    private static Map<String, Object> configuration(Topic topic) {
        Map<String, Object> configuration = topic.retention()
                .map(time -> map("cleanup.policy", List.of("delete"), "retention.ms", time.toMillis()))
                .orElseGet(() -> map("cleanup.policy", List.of("compact")));
        configuration.put("max.message.bytes", topic.maxMessageBytes());
        return configuration;
    }

    /** From the side of a user: requests are sent, what is published is received. */
    private static Optional<Map.Entry<String, Object>> operation(Topic topic) {
        if (topic.kind() != Kind.REQUESTS && topic.kind() != Kind.EVENTS && topic.kind() != Kind.STATE) {
            return Optional.empty();
        }
        boolean sent = topic.kind() == Kind.REQUESTS;
        String name = (sent ? "send." : "receive.") + topic.name();
        return Optional.of(Map.entry(
                name, map("action", sent ? "send" : "receive", "channel", map("$ref", "#/channels/" + topic.name()))));
    }

    private static Map<String, Object> message(Schema schema) {
        try {
            return map(
                    "summary", schema.getDoc(),
                    "payload",
                            map(
                                    "schemaFormat",
                                    AVRO,
                                    "schema",
                                    JSON.readValue(RegistryClient.portable(schema), Map.class)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a schema is JSON", e);
        }
    }
}
