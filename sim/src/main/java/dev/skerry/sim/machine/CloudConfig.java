package dev.skerry.sim.machine;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The part of cloud-init's user-data that matters here.
 *
 * @param files content by path
 * @param phoneHome where to say that the system is up
 */
record CloudConfig(Map<String, String> files, Optional<String> phoneHome) {

    private static final YAMLMapper YAML = YAMLMapper.builder().build();

    /** @throws IOException when cloud-init would not accept it */
    static CloudConfig parse(String userData) throws IOException {
        if (!userData.startsWith("#cloud-config")) {
            throw new IOException("user-data does not begin with #cloud-config");
        }
        JsonNode root;
        try {
            root = YAML.readTree(userData);
        } catch (JacksonException e) {
            throw new IOException("user-data is not YAML: " + e.getOriginalMessage(), e);
        }
        var files = new LinkedHashMap<String, String>();
        for (JsonNode file : root.path("write_files")) {
            String path = file.path("path").asString("");
            if (path.isEmpty()) {
                throw new IOException("write_files has an entry without a path");
            }
            files.put(
                    path,
                    decode(
                            file.path("content").asString(""),
                            file.path("encoding").asString("")));
        }
        String url = root.path("phone_home").path("url").asString("");
        return new CloudConfig(files, url.isEmpty() ? Optional.empty() : Optional.of(url));
    }

    /** @throws IOException when meta-data has none; then cloud-init would not run */
    static String instanceId(String metaData) throws IOException {
        try {
            String id = YAML.readTree(metaData).path("instance-id").asString("");
            if (id.isEmpty()) {
                throw new IOException("meta-data has no instance-id");
            }
            return id;
        } catch (JacksonException e) {
            throw new IOException("meta-data is not YAML: " + e.getOriginalMessage(), e);
        }
    }

    private static String decode(String content, String encoding) throws IOException {
        return switch (encoding.toLowerCase(Locale.ROOT)) {
            case "", "text/plain" -> content;
            case "b64", "base64" -> text(Base64.getMimeDecoder().decode(content));
            case "gz+b64", "gz+base64", "gzip+b64", "gzip+base64" -> {
                var bytes = new ByteArrayInputStream(Base64.getMimeDecoder().decode(content));
                try (var unzipped = new GZIPInputStream(bytes)) {
                    yield text(unzipped.readAllBytes());
                }
            }
            default -> throw new IOException("write_files has an unknown encoding: " + encoding);
        };
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
