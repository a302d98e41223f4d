package dev.skerry.cli.api;

import java.io.BufferedReader;
import java.io.IOException;
import tools.jackson.databind.json.JsonMapper;

/** Reads server-sent events (WHATWG HTML, 9.2) as the fleet API sends them. */
final class EventStream {

    private static final JsonMapper JSON = new JsonMapper();

    private final Watcher watcher;
    private final StringBuilder data = new StringBuilder();
    private String event = "";
    private String id = "";

    EventStream(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Reads to the end of the stream. @throws tools.jackson.core.JacksonException when an item is not JSON */
    void read(BufferedReader lines) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            take(line);
        }
    }

    private void take(String line) {
        if (line.isEmpty()) {
            dispatch();
        } else if (!line.startsWith(":")) {
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(colon + 1);
            value = value.startsWith(" ") ? value.substring(1) : value;
            switch (field) {
                case "event" -> event = value;
                case "id" -> id = value;
                case "data" -> data.append(data.isEmpty() ? "" : "\n").append(value);
                default -> {
                    // The standard says to ignore fields that one does not know.
                }
            }
        }
    }

    private void dispatch() {
        switch (event) {
            case "upsert" -> watcher.upsert(id, JSON.readTree(data.toString()));
            case "delete" -> watcher.delete(id);
            case "synced" -> watcher.synced();
            default -> {
                // An event that a later version sends.
            }
        }
        event = "";
        data.setLength(0);
    }
}
