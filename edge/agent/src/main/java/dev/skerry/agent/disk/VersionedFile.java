package dev.skerry.agent.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One value as JSON, {@code {"version":1,"content":{...}}}. A file of another version, or one that cannot be understood, is put
 * aside and counts as absent.
 */
public final class VersionedFile<T> {

    private static final Logger LOG = System.getLogger(VersionedFile.class.getName());
    private static final int VERSION = 1;

    private final StableFile file;
    private final Class<T> type;
    private final JsonMapper json;

    public VersionedFile(StableFile file, Class<T> type, JsonMapper json) {
        this.file = file;
        this.type = type;
        this.json = json;
    }

    /** Returns once the value is on disk. */
    public void write(T value) {
        var root = json.createObjectNode();
        root.put("version", VERSION);
        root.set("content", json.<JsonNode>valueToTree(value));
        try {
            file.write(json.writeValueAsString(root));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file.place(), e);
        }
    }

    public Optional<T> read() {
        try {
            var text = file.read();
            if (text.isEmpty()) {
                return Optional.empty();
            }
            Optional<T> value = parse(text.get());
            if (value.isEmpty()) {
                LOG.log(Level.WARNING, () -> file.place() + " cannot be understood and is put aside");
                file.putAside();
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file.place(), e);
        }
    }

    private Optional<T> parse(String text) {
        try {
            var root = json.readTree(text);
            if (root.path("version").asInt(0) != VERSION
                    || !root.path("content").isObject()) {
                return Optional.empty();
            }
            return Optional.of(json.treeToValue(root.path("content"), type));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }
}
