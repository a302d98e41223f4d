package dev.skerry.testing.crash;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The run's own ledger, in the form of the simulator's: what was killed, when it was back, what the fleet API took in. */
final class Journal {

    private static final JsonMapper JSON = new JsonMapper();

    private final Path file;

    Journal(Path file) {
        this.file = file;
    }

    Path file() {
        return file;
    }

    synchronized void write(String kind, String subject, Consumer<ObjectNode> more) {
        ObjectNode line = JSON.createObjectNode()
                .put("at", System.currentTimeMillis())
                .put("kind", kind)
                .put("subject", subject);
        more.accept(line);
        try {
            Files.writeString(
                    file, JSON.writeValueAsString(line) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
