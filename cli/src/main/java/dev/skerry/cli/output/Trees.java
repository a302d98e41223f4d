package dev.skerry.cli.output;

import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/** JSON and YAML, to and from trees. */
public final class Trees {

    /** Refuses keys that stand twice. */
    public static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private Trees() {}

    /** YAML is loaded when it is first needed. */
    private static final class Yaml {
        static final YAMLMapper MAPPER = YAMLMapper.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
                .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
                .enable(YAMLWriteFeature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                .build();
    }

    public static ObjectMapper yaml() {
        return Yaml.MAPPER;
    }

    /** One line. */
    public static String jsonLine(JsonNode tree) {
        return JSON.writeValueAsString(tree);
    }

    /** Indented, without a line break at its end. */
    public static String json(JsonNode tree) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    /** Without a line break at its end. */
    public static String yaml(JsonNode tree) {
        return Yaml.MAPPER.writeValueAsString(tree).stripTrailing();
    }
}
