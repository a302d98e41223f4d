package dev.skerry.peers;

import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A real schema registry (Apicurio, which speaks Confluent's protocol) in a child process on 127.0.0.1. The same state folder gives
 * the same schemas under the same ids and, where free, the same port. It ends with this process, however this process ends. Safe for
 * use by several threads.
 */
public final class SchemaRegistry implements AutoCloseable {

    /** The heap that {@link #settings} gives, in MiB. */
    public static final int DEFAULT_HEAP_MEBIBYTES = 256;

    private static final Duration START = Duration.ofSeconds(180);
    private static final int PROBE_MILLIS = 5_000;
    private static final String NAME = "registry";

    private final StateFolder state;
    private final Child child;
    private final int port;

    private SchemaRegistry(StateFolder state, Child child, int port) {
        this.state = state;
        this.child = child;
        this.port = port;
    }

    /** Settings with any port and the default heap. */
    public static Settings settings(Dist dist, Path state) {
        return new Settings(dist, state, 0, DEFAULT_HEAP_MEBIBYTES);
    }

    /**
     * Starts a registry and waits, at most 90 s, until it answers.
     *
     * @throws IOException when the state folder is held by another process, the wished port is taken, the programs are missing, or the
     *     registry ends or is late; the message then holds the end of its log
     * @throws InterruptedException when interrupted; nothing is left running
     */
    public static SchemaRegistry start(Settings settings) throws IOException, InterruptedException {
        Path jar = settings.dist().registryJar();
        StateFolder state = StateFolder.hold(settings.state());
        try {
            int port = Ports.pick(state.resolve("ports"), settings.port()).getFirst();
            Path work = Files.createDirectories(state.resolve("tmp"));
            String name = "skerry-" + UUID.randomUUID();
            Child child = Child.start(
                    NAME,
                    state,
                    options(settings, port, work, state.resolve("data/registry"), name),
                    List.of(jar),
                    List.of("io.quarkus.bootstrap.runner.QuarkusEntryPoint"));
            child.await(() -> answers(port, name), START);
            return new SchemaRegistry(state, child, port);
        } catch (IOException | InterruptedException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    private static List<String> options(Settings settings, int port, Path work, Path database, String name) {
        return Stream.of(
                        JvmOptions.small(settings),
                        JvmOptions.sharedClasses(settings),
                        List.of(
                                // It answers some hundred questions in its life: code that is compiled twice never
                                // pays.
                                "-XX:TieredStopAtLevel=1",
                                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                                "-Djava.io.tmpdir=" + work,
                                "-Dapicurio.storage.snapshot.location=" + work,
                                "-Dapicurio.import.work-dir=" + work,
                                "-Dapicurio.app.name=" + name,
                                "-Dquarkus.http.host=127.0.0.1",
                                "-Dquarkus.http.port=" + port,
                                // Nobody asks there, but it cannot be left out: any free port, and not the one that all
                                // share.
                                "-Dquarkus.management.host=127.0.0.1",
                                "-Dquarkus.management.port=0",
                                "-Dquarkus.http.io-threads=2",
                                "-Dquarkus.http.access-log.enabled=false",
                                "-Dquarkus.thread-pool.max-threads=16",
                                "-Dapicurio.storage.kind=sql",
                                "-Dapicurio.storage.sql.kind=h2",
                                // A commit is on disk when it is answered: an id that a record carries is never given
                                // twice.
                                "-Dapicurio.datasource.url=jdbc:h2:file:" + database
                                        + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE",
                                "-Dapicurio.datasource.jdbc.initial-size=2",
                                "-Dapicurio.datasource.jdbc.min-size=1",
                                "-Dapicurio.datasource.jdbc.max-size=16"))
                .flatMap(List::stream)
                .toList();
    }

    /** Whether it is our child that answers, by the name that it was given at this start. */
    private static boolean answers(int port, String name) throws IOException {
        URI info = URI.create("http://127.0.0.1:" + port + "/apis/registry/v3/system/info");
        HttpURLConnection connection = (HttpURLConnection) info.toURL().openConnection();
        connection.setConnectTimeout(PROBE_MILLIS);
        connection.setReadTimeout(PROBE_MILLIS);
        try (InputStream body = connection.getInputStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8).contains(name);
        } finally {
            connection.disconnect();
        }
    }

    /** Where clients of Confluent's protocol reach it: {@code http://127.0.0.1:port/apis/ccompat/v7}. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port + "/apis/ccompat/v7");
    }

    /** The child's process id. */
    public long pid() {
        return child.pid();
    }

    /** Whether the child runs. */
    public boolean isAlive() {
        return child.isAlive();
    }

    /** Completes with the child's exit code when it ends, for whatever reason: 0 to 255, 128 and more for a signal. */
    public CompletableFuture<Integer> onExit() {
        return child.onExit();
    }

    /**
     * Shuts it down in order, within 20 s, else by force, and lets the state folder go. Once it is closed this does nothing.
     *
     * @throws IOException when the state folder cannot be written
     */
    @Override
    public void close() throws IOException {
        try (state) {
            child.stop();
        }
    }
}
