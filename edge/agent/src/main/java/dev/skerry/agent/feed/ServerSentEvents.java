package dev.skerry.agent.feed;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads an event stream as the HTML standard describes it (section 9.2.6, "Interpreting an event stream"): lines end with LF, CR or
 * CRLF, comments begin with a colon, a blank line ends an event, and an event without data is dropped.
 */
public final class ServerSentEvents {

    private static final int CHUNK = 8192;

    /**
     * One event.
     *
     * @param type {@code message} when the stream did not say
     * @param id the last id that the stream gave, in this event or an earlier one; empty before the first
     */
    public record Event(String type, String id, String data) {}

    private final InputStream in;
    private final int longest;
    private final Runnable heard;
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int limit;
    private boolean first = true;
    private boolean afterCarriageReturn;
    private String id = "";

    /**
     * @param longest bytes that one event may have; a longer one is an {@link IOException}
     * @param heard called whenever bytes came, be it a comment
     */
    public ServerSentEvents(InputStream in, int longest, Runnable heard) {
        this.in = in;
        this.longest = longest;
        this.heard = heard;
    }

    /** Waits for the next event; empty at the end of the stream. An event that the end cut off is not given out. */
    public Optional<Event> next() throws IOException {
        String type = "";
        var data = new StringBuilder();
        boolean anyData = false;
        while (true) {
            var read = line(longest - data.length());
            if (read.isEmpty()) {
                return Optional.empty();
            }
            String line = read.get();
            if (line.isEmpty()) {
                if (anyData) {
                    return Optional.of(new Event(type.isEmpty() ? "message" : type, id, data.toString()));
                }
                type = "";
                continue;
            }
            int colon = line.indexOf(':');
            String field = colon < 0 ? line : line.substring(0, colon);
            String value = colon < 0 ? "" : line.substring(line.startsWith(" ", colon + 1) ? colon + 2 : colon + 1);
            switch (field) {
                case "event" -> type = value;
                case "data" -> {
                    data.append(anyData ? "\n" : "").append(value);
                    anyData = true;
                }
                case "id" -> id = value.indexOf('\0') < 0 ? value : id;
                default -> {} // a comment (empty name), retry, or a field that this version does not know
            }
        }
    }

    private Optional<String> line(int room) throws IOException {
        var line = new ByteArrayOutputStream(128);
        while (true) {
            if (position == limit && !fill()) {
                return Optional.empty();
            }
            int start = position;
            while (position < limit && chunk[position] != '\n' && chunk[position] != '\r') {
                position++;
            }
            if (afterCarriageReturn && position == start && chunk[position] == '\n') {
                afterCarriageReturn = false;
                position++;
                continue;
            }
            afterCarriageReturn = false;
            line.write(chunk, start, position - start);
            if (line.size() > room) {
                throw new IOException("an event of more than " + longest + " bytes");
            }
            if (position < limit) {
                afterCarriageReturn = chunk[position++] == '\r';
                return Optional.of(text(line));
            }
        }
    }

    private String text(ByteArrayOutputStream line) {
        String text = line.toString(StandardCharsets.UTF_8);
        boolean marked = first && text.startsWith("\uFEFF");
        first = false;
        return marked ? text.substring(1) : text;
    }

    private boolean fill() throws IOException {
        position = 0;
        limit = Math.max(0, in.read(chunk));
        if (limit > 0) {
            heard.run();
        }
        return limit > 0;
    }
}
