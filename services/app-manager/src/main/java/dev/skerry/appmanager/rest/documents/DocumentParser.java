package dev.skerry.appmanager.rest.documents;

import dev.skerry.appmanager.effect.YamlTrees;
import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Turns a request's body, one JSON or YAML document, into a tree. Refuses what is not one mapping. */
public final class DocumentParser {

    /** The largest body, bytes. */
    public static final int LIMIT = 1 << 20;

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private DocumentParser() {}

    /** Reads and parses the body of a request, whatever a client calls its type. @throws IOException when the client went away */
    public static JsonNode read(HttpServletRequest request) throws IOException {
        String type = request.getContentType();
        return parse(request.getInputStream().readNBytes(LIMIT + 1), type == null ? "" : type);
    }

    /**
     * Parses a body.
     *
     * @param contentType what the client says it is; JSON is read as JSON, everything else as YAML, of which JSON is a part
     * @throws Problem 413 when it is larger than {@link #LIMIT}, 400 when it cannot be parsed
     */
    public static JsonNode parse(byte[] body, String contentType) {
        if (body.length > LIMIT) {
            throw new Problem(413, "", "the body is larger than 1 MiB", "send one document a call");
        }
        String text = text(body);
        if (text.isBlank()) {
            throw new Problem(400, "", "the body is empty", "send one document, JSON or YAML");
        }
        JsonNode tree = contentType.contains("json") ? json(text) : yaml(text);
        if (!tree.isObject()) {
            throw new Problem(
                    400, "", "the document is not a mapping", "start it with apiVersion, kind, metadata and spec");
        }
        return tree;
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Problem(400, "", "the body is not UTF-8", "save the file as UTF-8");
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new Problem(400, "", "not JSON: " + YamlTrees.explain(e), "correct it there, or send it as YAML");
        }
    }

    private static JsonNode yaml(String text) {
        List<JsonNode> documents;
        try {
            documents = YamlTrees.parse(text);
        } catch (YamlTrees.NotYamlException e) {
            throw new Problem(400, "", "not YAML: " + e.reason(), "correct it there");
        }
        if (documents.size() != 1) {
            throw new Problem(400, "", "the body has " + documents.size() + " documents", "send one document a call");
        }
        return documents.getFirst();
    }
}
