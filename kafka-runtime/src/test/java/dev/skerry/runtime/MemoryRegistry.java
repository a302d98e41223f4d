package dev.skerry.runtime;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.Subjects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The reading half of the registry's protocol on a free loopback port, with the catalogue's schemas in it. */
final class MemoryRegistry implements AutoCloseable {

    private final HttpServer http;
    private final List<String> subjects = new ArrayList<>();
    private final List<String> schemas = new ArrayList<>();

    MemoryRegistry(String prefix) {
        Subjects.all(prefix).forEach((subject, schema) -> {
            subjects.add(subject);
            schemas.add(RegistryClient.portable(schema));
        });
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/subjects/", exchange -> {
            int id = subjects.indexOf(last(exchange));
            answer(exchange, id < 0 ? 404 : 200, "{\"id\":" + (id + 1) + "}");
        });
        http.createContext("/config", exchange -> answer(exchange, 200, "{}"));
        http.createContext("/schemas/ids/", exchange -> {
            int id = Integer.parseInt(last(exchange));
            boolean known = id > 0 && id <= schemas.size();
            answer(exchange, known ? 200 : 404, known ? "{\"schema\":" + quoted(schemas.get(id - 1)) + "}" : "{}");
        });
        http.start();
    }

    /** Registers any text as a schema. @return its id */
    int add(String schema) {
        subjects.add("other-" + schemas.size());
        schemas.add(schema);
        return schemas.size();
    }

    RegistryClient client() {
        return new RegistryClient(url());
    }

    String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    private static String last(HttpExchange exchange) {
        String path = exchange.getRequestURI().getPath();
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
