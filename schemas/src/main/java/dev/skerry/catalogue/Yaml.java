package dev.skerry.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes maps as YAML: blocks for maps, one line in JSON for everything else. The same map gives the same text. */
final class Yaml {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Yaml() {}

    /** A map in the order of its pairs: key, value, key, value. */
    static Map<String, Object> map(Object... pairs) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put((String) pairs[i], pairs[i + 1]);
        }
        return map;
    }

    static String text(Map<?, ?> map) {
        StringBuilder yaml = new StringBuilder();
        write(yaml, map, 0);
        return yaml.toString();
    }

    /** An Avro schema stays on one line: it is JSON to whoever reads it. */
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
