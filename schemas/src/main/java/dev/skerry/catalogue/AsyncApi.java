package dev.skerry.catalogue;

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
        StringBuilder yaml = new StringBuilder();
        write(yaml, root, 0);
        return yaml.toString();
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

    private static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    private static void write(StringBuilder yaml, Map<?, ?> map, int depth) {
        map.forEach((key, value) -> {
            yaml.append("  ".repeat(depth)).append(key).append(':');
            if (value instanceof Map<?, ?> inner && !inner.isEmpty() && !"schema".equals(key)) {
                yaml.append('\n');
                write(yaml, inner, depth + 1);
            } else if (value instanceof List<?> list
                    && list.stream().allMatch(Map.class::isInstance)
                    && !list.isEmpty()) {
                yaml.append('\n');
                list.forEach(each -> yaml.append("  ".repeat(depth + 1))
                        .append("- ")
                        .append(json(each))
                        .append('\n'));
            } else {
                yaml.append(' ').append(json(value)).append('\n');
            }
        });
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts and numbers are JSON", e);
        }
    }
}
