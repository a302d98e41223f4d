package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.FailureReported;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a decision stands in a trace. */
class TracesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ID = "m-1";
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String OTHER = "1111651916cd43dd8448eb211c801111";

    private final MemoryRegistry registry = new MemoryRegistry("");
    private final AvroCodec codec = new AvroCodec(registry.client(), "");
    private final InMemorySpanExporter exported = InMemorySpanExporter.create();
    private final Traces traces = Traces.to("test", SimpleSpanProcessor.create(exported), 1);
    private final List<Departure> out = new ArrayList<>();

    @AfterEach
    void stop() {
        registry.close();
        traces.close();
    }

    @Test
    void aDecisionBelongsToTheTraceOfItsInputAndWhatFollowsToTheDecision() {
        DeciderHost<?, ?, ?> host = host(traces);
        host.process(request("one", TRACE), START);
        SpanData decision = exported.getFinishedSpanItems().getFirst();
        assertThat(decision.getName()).isEqualTo("decide test/counting");
        assertThat(decision.getTraceId()).isEqualTo(TRACE);
        assertThat(decision.getParentSpanId()).isEqualTo("00f067aa0ba902b7");
        assertThat(decision.getLinks()).isEmpty();
        assertThat(decision.getResource().getAttributes().asMap().values()).contains("test");
    }

    @Test
    void aDeadlineBeginsATraceThatLinksToWhatArmedIt() {
        DeciderHost<?, ?, ?> host = host(traces);
        host.process(request("one", TRACE), START);
        host.wake(START.plus(CountingDecider.QUIET));
        SpanData armed = exported.getFinishedSpanItems().getFirst();
        SpanData woken = exported.getFinishedSpanItems().getLast();
        assertThat(woken.getTraceId()).isNotEqualTo(TRACE);
        assertThat(woken.getLinks()).singleElement().satisfies(link -> {
            assertThat(link.getSpanContext().getTraceId()).isEqualTo(TRACE);
            assertThat(link.getSpanContext().getSpanId()).isEqualTo(armed.getSpanId());
        });
        assertThat(header(out.getFirst().headers()))
                .startsWith("00-" + woken.getTraceId() + "-" + woken.getSpanId() + "-");
    }

    @Test
    void anAnswerGoesOnWithTheTraceForAnHourAndLinksToItsDoor() {
        DeciderHost<?, ?, ?> host = host(traces);
        host.process(request("one", TRACE), START);
        host.process(observation("seen", OTHER), START.plusSeconds(1));
        SpanData answered = exported.getFinishedSpanItems().getLast();
        assertThat(answered.getTraceId()).isEqualTo(TRACE);
        assertThat(answered.getLinks())
                .singleElement()
                .satisfies(
                        link -> assertThat(link.getSpanContext().getTraceId()).isEqualTo(OTHER));

        host.process(observation("in time", OTHER), START.plusSeconds(3_599));
        assertThat(exported.getFinishedSpanItems().getLast().getTraceId()).isEqualTo(TRACE);
        host.process(observation("late", OTHER), START.plusSeconds(3_600));
        assertThat(exported.getFinishedSpanItems().getLast().getTraceId()).isEqualTo(OTHER);
    }

    @Test
    void withoutAnExporterATraceIsHandedOnAsItCame() {
        DeciderHost<?, ?, ?> host = host(Traces.of("test", "", 1));
        host.process(request("one", TRACE), START);
        host.wake(START.plus(CountingDecider.QUIET));
        assertThat(Traces.of("test", "", 1)).isSameAs(Traces.off());
        assertThat(Traces.off().begin(SpanKind.CLIENT, "a", "b", null, null)).isSameAs(Activity.NONE);
        assertThat(out).hasSize(1);
        assertThat(out.getFirst().headers().lastHeader("traceparent")).isNull();
    }

    @Test
    void spansAreExportedByOtlpOverHttp() throws IOException, InterruptedException {
        BlockingQueue<String> bodies = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/v1/traces", exchange -> {
            bodies.add(exchange.getRequestHeaders().getFirst("Content-Type") + " "
                    + new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.ISO_8859_1));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.start();
        try (Traces exporting =
                Traces.of("test", "http://127.0.0.1:" + collector.getAddress().getPort() + "/v1/traces", 1)) {
            exporting
                    .consume("serve", "name", null)
                    .with("dns.question.name", "shop")
                    .end();
        } finally {
            String body = bodies.poll(10, TimeUnit.SECONDS);
            collector.stop(0);
            assertThat(body).startsWith("application/x-protobuf").contains("serve name", "service.name", "shop");
        }
    }

    private DeciderHost<?, ?, ?> host(Traces traces) {
        RuntimeContext context =
                new RuntimeContext("test", "", codec, new RuntimeMetrics(new SimpleMeterRegistry()), traces);
        return new DeciderHost<>(CountingDecider.topology(), context, new NoEntries(), out::add);
    }

    private Arrival request(String reason, String trace) {
        return arrival(Topics.PROVISIONING_REQUESTS, new MachineReleaseRequested(ID, reason, ""), trace);
    }

    private Arrival observation(String reason, String trace) {
        return arrival(Topics.PROVISIONING_OBSERVATIONS, new FailureReported(ID, "nonce", reason), trace);
    }

    private Arrival arrival(Topic topic, SpecificRecord record, String trace) {
        Headers headers = new RecordHeaders();
        headers.add("traceparent", ("00-" + trace + "-00f067aa0ba902b7-01").getBytes(StandardCharsets.UTF_8));
        return Arrival.at(topic.name(), 0, out.size(), ID, codec.encode(topic.name(), record), headers, 0);
    }

    /** What is stored does not matter here. */
    private static final class NoEntries implements EntryStore {

        @Override
        public void put(String key, byte[] value) {}

        @Override
        public void delete(String key) {}

        @Override
        public void all(BiConsumer<String, byte[]> entry) {}

        @Override
        public void under(String prefix, BiConsumer<String, byte[]> entry) {}
    }

    private static String header(Headers headers) {
        return new String(headers.lastHeader("traceparent").value(), StandardCharsets.UTF_8);
    }
}
