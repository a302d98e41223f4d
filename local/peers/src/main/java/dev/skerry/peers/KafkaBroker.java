package dev.skerry.peers;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * A real Kafka broker, its own controller, in a child process on 127.0.0.1. The same state folder gives the same cluster, with its
 * topics and, where free, its port. It ends with this process, however this process ends. Safe for use by several threads.
 */
public final class KafkaBroker implements AutoCloseable {

    /** The heap that {@link #settings} gives, in MiB. */
    public static final int DEFAULT_HEAP_MEBIBYTES = 512;

    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration FORMAT = Duration.ofSeconds(60);
    private static final String NAME = "broker";

    private final StateFolder state;
    private final Child child;
    private final int port;
    private final Map<String, Integer> otherPorts;
    private final String clusterId;

    private KafkaBroker(StateFolder state, Child child, int port, Map<String, Integer> otherPorts, String clusterId) {
        this.state = state;
        this.child = child;
        this.port = port;
        this.otherPorts = Map.copyOf(otherPorts);
        this.clusterId = clusterId;
    }

    /** Settings with any port and the default heap. */
    public static Settings settings(Dist dist, Path state) {
        return new Settings(dist, state, 0, DEFAULT_HEAP_MEBIBYTES);
    }

    /**
     * Starts a broker and waits, at most 90 s, until it answers for its own cluster and is open for records. A new state folder
     * is formatted first.
     *
     * @throws IOException when the state folder is held by another process, the wished port is taken, the programs are missing, or the
     *     broker ends or is late; the message then holds the end of its log
     * @throws InterruptedException when interrupted; nothing is left running
     */
    public static KafkaBroker start(Settings settings) throws IOException, InterruptedException {
        return start(settings, MoreOfABroker.NOTHING);
    }

    /** The same with more listeners and properties. */
    public static KafkaBroker start(Settings settings, MoreOfABroker more) throws IOException, InterruptedException {
        List<Path> libs = settings.dist().kafkaLibs();
        StateFolder state = StateFolder.hold(settings.state());
        try {
            int[] wishes = new int[2 + more.listeners().size()];
            wishes[0] = settings.port();
            List<Integer> ports = Ports.pick(state.resolve("ports"), wishes);
            Path properties = state.resolve("server.properties");
            Path data = state.resolve("data");
            BrokerProperties.write(properties, data, ports, more);
            String clusterId = clusterId(state, settings, libs, properties, data);
            Child child = Child.start(
                    NAME, state, options(settings, more), libs, List.of("kafka.Kafka", properties.toString()));
            BrokerProbe probe = new BrokerProbe(ports.get(0), clusterId);
            child.await(probe::answers, START);
            Map<String, Integer> others = new HashMap<>();
            for (int i = 0; i < more.listeners().size(); i++) {
                others.put(more.listeners().get(i).name(), ports.get(i + 2));
            }
            return new KafkaBroker(state, child, ports.get(0), others, clusterId);
        } catch (IOException | InterruptedException | RuntimeException e) {
            state.close();
            throw e;
        }
    }

    /** The cluster's id as the storage has it; storage without one is formatted. */
    private static String clusterId(StateFolder state, Settings settings, List<Path> libs, Path properties, Path data)
            throws IOException, InterruptedException {
        Path meta = data.resolve("meta.properties");
        if (!Files.exists(meta)) {
            List<String> format = List.of(
                    "kafka.tools.StorageTool",
                    "format",
                    "--ignore-formatted",
                    "--cluster-id",
                    ClusterIds.random(),
                    "--config",
                    properties.toString());
            Child.start("format", state, JvmOptions.small(settings), libs, format)
                    .awaitDone(FORMAT);
        }
        Properties stored = new Properties();
        try (Reader reader = Files.newBufferedReader(meta)) {
            stored.load(reader);
        }
        String id = stored.getProperty("cluster.id");
        if (id == null) {
            throw new IOException(meta + " names no cluster: the storage is damaged");
        }
        return id;
    }

    private static List<String> options(Settings settings, MoreOfABroker more) {
        return Stream.of(
                        JvmOptions.small(settings),
                        JvmOptions.sharedClasses(settings),
                        more.systemProperties().entrySet().stream()
                                .map(each -> "-D" + each.getKey() + "=" + each.getValue())
                                .toList(),
                        List.of(
                                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                                // Hundreds of lines each start that server.properties and its defaults say too.
                                "-Dorg.slf4j.simpleLogger.log.org.apache.kafka.common.config=warn",
                                "-Dorg.slf4j.simpleLogger.log.kafka.server.KafkaConfig=warn"))
                .flatMap(List::stream)
                .toList();
    }

    /** Where clients reach it: {@code 127.0.0.1:port}. */
    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** Where clients reach one of its other listeners: {@code 127.0.0.1:port}. */
    public String bootstrapServers(String listener) {
        Integer other = otherPorts.get(listener);
        if (other == null) {
            throw new IllegalArgumentException("no listener " + listener + ", only " + otherPorts.keySet());
        }
        return "127.0.0.1:" + other;
    }

    /** The cluster's id, 22 characters; it stays with the state folder. */
    public String clusterId() {
        return clusterId;
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
