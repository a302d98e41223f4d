package dev.skerry.cli;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** The other side of the fleet API, with answers that a test laid out. What has none is answered 404. */
public final class ApiServer implements AutoCloseable {

    private final HttpServer server;
    private final Map<String, Deque<Answer>> answers = new ConcurrentHashMap<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();

    private record Answer(int status, String type, String body, Map<String, String> headers) {}

    public ApiServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Lays out an answer for a call such as {@code GET /api/v1/sites}; the last one of a call is given again and again. */
    public ApiServer on(String call, int status, String body) {
        return on(
                call,
                new Answer(status, status < 400 ? "application/json" : "application/problem+json", body, Map.of()));
    }

    /** Lays out a stream of events. */
    public ApiServer stream(String call, String events) {
        return on(call + " stream", new Answer(200, "text/event-stream", events, Map.of()));
    }

    /** Lays out an answer that says when to try again. */
    public ApiServer busy(String call) {
        return on(call, new Answer(503, "application/problem+json", "{}", Map.of("Retry-After", "0")));
    }

    private ApiServer on(String call, Answer answer) {
        answers.computeIfAbsent(call, _ -> new ArrayDeque<>()).add(answer);
        return this;
    }

    /** What was called, such as {@code POST /api/v1/sites {...}}. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    private void handle(HttpExchange exchange) throws IOException {
        String call = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        calls.add((call + " " + body).strip());
        boolean stream = "text/event-stream".equals(exchange.getRequestHeaders().getFirst("Accept"));
        Answer answer = next(stream ? call + " stream" : call);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(bytes);
        }
    }

    private Answer next(String call) {
        Deque<Answer> left = answers.get(call);
        if (left == null) {
            return new Answer(404, "application/problem+json", "{\"detail\":\"there is no " + call + "\"}", Map.of());
        }
        synchronized (left) {
            return left.size() > 1 ? left.removeFirst() : left.getFirst();
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
