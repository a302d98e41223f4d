package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.Subjects;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegisteredSchemasTest {

    private static final Set<String> ALL = new TreeSet<>(Subjects.all("").keySet());

    @TempDir
    private Path folder;

    private final Set<String> subjects = new ConcurrentSkipListSet<>();
    private final AtomicInteger registered = new AtomicInteger();
    private HttpServer registry;

    @BeforeEach
    void start() throws IOException {
        registry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        registry.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String answer = "{\"id\":1}";
            if (path.equals("/subjects")) {
                answer = subjects.stream().map(each -> '"' + each + '"').collect(Collectors.joining(",", "[", "]"));
            } else if (path.endsWith("/versions")) {
                registered.incrementAndGet();
                subjects.add(path.split("/")[2]);
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        registry.start();
    }

    @AfterEach
    void stop() {
        registry.stop(0);
    }

    @Test
    void whatIsRegisteredIsNotRegisteredAgain() throws IOException {
        assertThat(complete()).isEqualTo(ALL.size());
        assertThat(subjects).isEqualTo(ALL);
        assertThat(registered.getAndSet(0)).isEqualTo(ALL.size());

        assertThat(complete()).isEqualTo(ALL.size());
        assertThat(registered).hasValue(0);
    }

    @Test
    void aRegistryThatLostASubjectAndSchemasThatAreOthersAreCompleted() throws IOException {
        complete();
        subjects.remove(ALL.iterator().next());
        complete();
        assertThat(subjects).isEqualTo(ALL);

        registered.set(0);
        Files.writeString(folder.resolve("registered"), "of another version");
        complete();
        assertThat(registered).hasValue(ALL.size());
    }

    private int complete() throws IOException {
        String url = "http://127.0.0.1:" + registry.getAddress().getPort();
        return RegisteredSchemas.complete(new RegistryClient(url), folder.resolve("registered"));
    }
}
