package dev.skerry.appmanager.effect;

import java.io.Serial;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLParser;

/**
 * YAML 1.2 texts as trees. Keys that stand twice are refused, and so are anchors and aliases: a short text that grows to any
 * size has no place in a request.
 */
public final class YamlTrees {

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private YamlTrees() {}

    /** A text that is not YAML, with the place and what is wrong there. */
    public static final class NotYamlException extends Exception {

        @Serial
        private static final long serialVersionUID = 1L;

        private final String reason;

        NotYamlException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** What is wrong, and where. */
        public String reason() {
            return reason;
        }
    }

    /** The documents of a text, empty ones left out. */
    public static List<JsonNode> parse(String text) throws NotYamlException {
        try {
            refuseAliases(text);
            List<JsonNode> documents = new ArrayList<>();
            try (JsonParser parser = YAML.createParser(text)) {
                while (parser.nextToken() != null) {
                    JsonNode document = YAML.readTree(parser);
                    if (!document.isNull() && !document.isMissingNode()) {
                        documents.add(document);
                    }
                }
            }
            return documents;
        } catch (JacksonException e) {
            throw new NotYamlException(explain(e));
        }
    }

    /** What a parser has to say, in one line with the place. */
    public static String explain(JacksonException e) {
        String message = e.getOriginalMessage();
        String line = message == null
                ? "it cannot be parsed"
                : message.lines().findFirst().orElse("").strip();
        var place = e.getLocation();
        return place == null || place.getLineNr() < 1
                ? line
                : line + " (line " + place.getLineNr() + ", column " + place.getColumnNr() + ")";
    }

    private static void refuseAliases(String text) throws NotYamlException {
        try (JsonParser parser = YAML.createParser(text)) {
            while (parser.nextToken() != null) {
                if (parser instanceof YAMLParser yaml && yaml.isCurrentAlias()) {
                    throw new NotYamlException("anchors and aliases are not taken: write the value out (line "
                            + parser.currentTokenLocation().getLineNr() + ")");
                }
            }
        }
    }
}
