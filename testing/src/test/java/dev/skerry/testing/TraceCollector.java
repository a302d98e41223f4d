package dev.skerry.testing;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/** Takes spans by OTLP over HTTP on a free loopback port, and keeps them. */
final class TraceCollector implements AutoCloseable {

    private final HttpServer http;
    private final List<Seen> spans = new CopyOnWriteArrayList<>();

    /** A span as it was exported, and the service that did. */
    record Seen(String service, Span span) {

        String trace() {
            return HexFormat.of().formatHex(span.getTraceId().toByteArray());
        }

        String attribute(String key) {
            return text(span.getAttributesList(), key);
        }
    }

    private TraceCollector(HttpServer http) {
        this.http = http;
    }

    static TraceCollector start() throws IOException {
        TraceCollector collector =
                new TraceCollector(HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
        collector.http.createContext("/v1/traces", exchange -> {
            boolean packed = "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"));
            InputStream body = exchange.getRequestBody();
            collector.take(ExportTraceServiceRequest.parseFrom(packed ? new GZIPInputStream(body) : body));
            exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        collector.http.start();
        return collector;
    }

    String endpoint() {
        return "http://127.0.0.1:" + http.getAddress().getPort() + "/v1/traces";
    }

    /** All that came until now. */
    Stream<Seen> spans() {
        return spans.stream();
    }

    private void take(ExportTraceServiceRequest request) {
        for (ResourceSpans of : request.getResourceSpansList()) {
            String service = text(of.getResource().getAttributesList(), "service.name");
            of.getScopeSpansList()
                    .forEach(scope -> scope.getSpansList().forEach(span -> spans.add(new Seen(service, span))));
        }
    }

    private static String text(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(each -> each.getKey().equals(key))
                .map(each -> each.getValue().getStringValue())
                .findAny()
                .orElse("");
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
