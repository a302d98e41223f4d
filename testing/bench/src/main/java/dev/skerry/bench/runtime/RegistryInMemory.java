package dev.skerry.bench.runtime;

import com.sun.net.httpserver.HttpServer;
import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.Subjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The catalogue's schemas behind the reading half of the registry's protocol, on a free loopback port. */
final class RegistryInMemory implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer http;

    RegistryInMemory() throws IOException {
        List<String> subjects = new ArrayList<>();
        List<Schema> schemas = new ArrayList<>();
        Subjects.all("").forEach((subject, schema) -> {
            subjects.add(subject);
            schemas.add(schema);
        });
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        http.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            ObjectNode answer = JSON.createObjectNode();
            if (path.startsWith("/schemas/ids/")) {
                answer.put("schema", RegistryClient.portable(schemas.get(Integer.parseInt(last) - 1)));
            } else {
                answer.put("id", subjects.indexOf(last) + 1);
            }
            byte[] body = JSON.writeValueAsString(answer).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        http.start();
    }

    RegistryClient client() {
        return new RegistryClient("http://127.0.0.1:" + http.getAddress().getPort());
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
