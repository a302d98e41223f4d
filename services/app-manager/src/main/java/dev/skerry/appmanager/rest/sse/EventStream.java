package dev.skerry.appmanager.rest.sse;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes server-sent events. JSON goes to the socket as it is written: nothing but the server's own small buffer is held. A peer
 * that does not take what is written blocks the writer until the server's time limit for writes ends the connection.
 */
public final class EventStream {

    private static final ObjectWriter JSON = JsonMapper.builder()
            .build()
            .writer()
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .without(StreamWriteFeature.FLUSH_PASSED_TO_STREAM);

    private final OutputStream out;

    EventStream(OutputStream out) {
        this.out = out;
    }

    /** Answers a request with a stream that never ends by itself. */
    public static EventStream of(HttpServletResponse response) throws IOException {
        response.setContentType("text/event-stream");
        response.setCharacterEncoding(StandardCharsets.UTF_8);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        EventStream stream = new EventStream(response.getOutputStream());
        response.flushBuffer();
        return stream;
    }

    /**
     * Writes an event; it is on its way after {@link #flush}.
     *
     * @param id of the event; empty for none
     * @param data in one line, for JSON escapes line ends
     */
    public void event(String name, String id, JsonNode data) throws IOException {
        text("event: " + name + "\n" + (id.isEmpty() ? "" : "id: " + line(id) + "\n") + "data: ");
        try {
            JSON.writeValue(out, data);
        } catch (JacksonIOException e) {
            throw e.getCause();
        }
        text("\n\n");
    }

    /** Writes a comment, which peers ignore: it keeps the connection alive, and shows when it is dead. */
    public void comment(String words) throws IOException {
        text(": " + line(words) + "\n\n");
    }

    /** Sends what was written. */
    public void flush() throws IOException {
        out.flush();
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String line(String text) {
        return text.replaceAll("[\\r\\n\\x00]", " ");
    }
}
