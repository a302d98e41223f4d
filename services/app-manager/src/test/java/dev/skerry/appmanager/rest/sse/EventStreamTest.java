package dev.skerry.appmanager.rest.sse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.runtime.Problem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

class EventStreamTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final EventStream stream = new EventStream(out);

    @Test
    void framesAnEventInThreeLinesAndABlankOne() throws IOException {
        stream.event("upsert", "acme/shop@small.copenhagen", json("text", "two\nlines\r and ø"));
        assertThat(written())
                .isEqualTo(
                        "event: upsert\nid: acme/shop@small.copenhagen\ndata: {\"text\":\"two\\nlines\\r and ø\"}\n\n");
    }

    @Test
    void leavesOutAnIdThatIsNotThere() throws IOException {
        stream.event("synced", "", json("a", "b"));
        assertThat(written()).isEqualTo("event: synced\ndata: {\"a\":\"b\"}\n\n");
    }

    @Test
    void noIdOrCommentBreaksOutOfItsLine() throws IOException {
        stream.event("upsert", "x\ndata: forged\r\n", json("a", "b"));
        stream.comment("one\n\nevent: forged");
        assertThat(written().lines())
                .containsExactly(
                        "event: upsert", "id: x data: forged  ", "data: {\"a\":\"b\"}", "", ": one  event: forged", "");
    }

    @Test
    void aPeerThatIsGoneIsAnIoException() {
        EventStream broken = new EventStream(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("gone");
            }
        });
        assertThatThrownBy(() -> broken.event("a", "b", json("c", "d"))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> broken.comment("x")).isInstanceOf(IOException.class);
    }

    @Test
    void streamsEndWhenTheServiceStopsAndNoMoreAreTakenThanFit() {
        OpenStreams streams = new OpenStreams(1, 1);
        AtomicInteger ended = new AtomicInteger();
        Runnable end = ended::incrementAndGet;
        streams.start();
        streams.enter("a", end);
        assertThatThrownBy(() -> streams.enter("b", () -> {}))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(503));
        assertThat(ended).hasValue(0);
        streams.stop();
        assertThat(ended).hasValue(1);
        streams.leave("a", end);
        streams.leave("a", end);
        streams.enter("a", end);
        assertThat(ended).as("a stream that comes too late ends at once").hasValue(2);
        assertThat(streams.open()).isEqualTo(1);
    }

    @Test
    void oneClientDoesNotTakeAllStreams() {
        OpenStreams streams = new OpenStreams(3, 2);
        Runnable first = () -> {};
        streams.enter("greedy", first);
        streams.enter("greedy", () -> {});
        assertThatThrownBy(() -> streams.enter("greedy", () -> {}))
                .isInstanceOfSatisfying(
                        Problem.class, problem -> assertThat(problem.status()).isEqualTo(429));
        streams.enter("calm", () -> {});
        streams.leave("greedy", first);
        streams.enter("greedy", first);
        assertThat(streams.open()).isEqualTo(3);
    }

    private static ObjectNode json(String name, String value) {
        return JsonNodeFactory.instance.objectNode().put(name, value);
    }

    private String written() {
        return out.toString(StandardCharsets.UTF_8);
    }
}
