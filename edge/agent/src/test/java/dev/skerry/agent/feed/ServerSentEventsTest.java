package dev.skerry.agent.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.agent.feed.ServerSentEvents.Event;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSentEventsTest {

    /** Gives at most so many bytes a read, so that lines and characters are cut everywhere. */
    private static InputStream inPiecesOf(int size, String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)) {
            @Override
            public synchronized int read(byte[] into, int offset, int length) {
                return super.read(into, offset, Math.min(size, length));
            }
        };
    }

    private static List<Event> read(InputStream in) throws IOException {
        var events = new ArrayList<Event>();
        var reader = new ServerSentEvents(in, 1000, () -> {});
        for (Optional<Event> event = reader.next(); event.isPresent(); event = reader.next()) {
            events.add(event.get());
        }
        return events;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8192})
    void everyKindOfLineEndAndField(int pieces) throws IOException {
        String stream = "\uFEFF: a comment\r\n\r\nevent: desired\r\nid: 7\r\ndata: {\"a\":\r\ndata: \"æ\"}\r\n\r\n"
                + "data:x\n\n" + "id\nevent\ndata:  y\rretry: 10\runknown: z\r\r" + "event: nothing\n\n"
                + "data: cut off\n";
        assertThat(read(inPiecesOf(pieces, stream)))
                .containsExactly(
                        new Event("desired", "7", "{\"a\":\n\"æ\"}"),
                        new Event("message", "7", "x"),
                        new Event("message", "", " y"));
    }

    @Test
    void commentsCountAsLife() throws IOException {
        var heard = new AtomicInteger();
        var reader = new ServerSentEvents(inPiecesOf(3, ":\n\n:\n\n:\n\n"), 1000, heard::incrementAndGet);
        assertThat(reader.next()).isEmpty();
        assertThat(heard).hasValue(3);
    }

    @Test
    void anEventWithoutBoundIsRefused() {
        var reader = new ServerSentEvents(inPiecesOf(100, "data: " + "x".repeat(5000) + "\n\n"), 1000, () -> {});
        assertThatThrownBy(reader::next).isInstanceOf(IOException.class).hasMessageContaining("1000");
        var lines = new ServerSentEvents(inPiecesOf(100, "data: xxxxxxxxx\n".repeat(500)), 1000, () -> {});
        assertThatThrownBy(lines::next).isInstanceOf(IOException.class);
    }
}
