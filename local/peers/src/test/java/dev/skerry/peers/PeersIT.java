package dev.skerry.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both peers for real: what they were told survives an orderly restart and a kill. */
class PeersIT {

    @TempDir
    Path folder;

    private Dist dist;
    private ExecutorService starters;
    private HttpClient http;

    @BeforeEach
    void open() throws Exception {
        dist = Dist.find();
        starters = Executors.newVirtualThreadPerTaskExecutor();
        http = HttpClient.newHttpClient();
    }

    @AfterEach
    void close() {
        http.close();
        starters.close();
    }

    @Test
    void whatThePeersWereToldSurvivesRestartAndKill() throws Exception {
        String clusterId;
        int first;
        URI registryUrl;
        String bootstrap;
        try (Peers peers = new Peers()) {
            clusterId = peers.broker.clusterId();
            bootstrap = peers.broker.bootstrapServers();
            registryUrl = peers.registry.url();
            try (Admin admin = admin(peers.broker)) {
                assertThat(admin.describeCluster().clusterId().get()).isEqualTo(clusterId);
                admin.createTopics(List.of(new NewTopic("kept", 3, (short) 1)))
                        .all()
                        .get();
            }
            send(peers.broker, "before the kill");
            first = register(peers.registry, "First");

            assertThatThrownBy(() -> KafkaBroker.start(brokerSettings())).hasMessageContaining("in use");

            kill(peers.broker.pid());
            kill(peers.registry.pid());
            assertThat(peers.broker.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
            assertThat(peers.registry.onExit().get(10, TimeUnit.SECONDS)).isEqualTo(128 + 9);
            assertThat(peers.broker.isAlive()).isFalse();
        }

        int second;
        try (Peers peers = new Peers()) {
            assertThat(peers.broker.clusterId()).isEqualTo(clusterId);
            assertThat(peers.broker.bootstrapServers()).isEqualTo(bootstrap);
            assertThat(peers.registry.url()).isEqualTo(registryUrl);
            assertThat(topics(peers.broker)).contains("kept");
            assertThat(send(peers.broker, "after the kill")).isEqualTo(1);
            assertThat(schema(peers.registry, first)).contains("First");
            second = register(peers.registry, "Second");
            assertThat(second).isNotEqualTo(first);
        }

        try (Peers peers = new Peers()) {
            assertThat(peers.broker.clusterId()).isEqualTo(clusterId);
            assertThat(topics(peers.broker)).contains("kept");
            assertThat(send(peers.broker, "after the restart")).isEqualTo(2);
            assertThat(schema(peers.registry, first)).contains("First");
            assertThat(schema(peers.registry, second)).contains("Second");
        }
    }

    @Test
    void missingProgramsAreNamed() {
        Path empty = folder.resolve("empty-dist");
        assertThatThrownBy(() ->
                        SchemaRegistry.start(SchemaRegistry.settings(new Dist(empty), folder.resolve("registry"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("quarkus-run.jar is missing");
    }

    /** Both, started side by side. */
    private final class Peers implements AutoCloseable {
        final KafkaBroker broker;
        final SchemaRegistry registry;

        Peers() throws Exception {
            Future<KafkaBroker> starting = starters.submit(timed("broker", () -> KafkaBroker.start(brokerSettings())));
            registry = timed("registry", () -> SchemaRegistry.start(registrySettings()))
                    .call();
            broker = starting.get();
        }

        @Override
        public void close() throws IOException {
            try (registry) {
                broker.close();
            }
        }
    }

    private static <T> Callable<T> timed(String what, Callable<T> start) {
        return () -> {
            long begin = System.nanoTime();
            T started = start.call();
            System.out.printf("%s ready after %d ms%n", what, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin));
            return started;
        };
    }

    private Settings brokerSettings() {
        return KafkaBroker.settings(dist, folder.resolve("broker"));
    }

    private Settings registrySettings() {
        return SchemaRegistry.settings(dist, folder.resolve("registry"));
    }

    private static void kill(long pid) {
        assertThat(ProcessHandle.of(pid).orElseThrow().destroyForcibly()).isTrue();
    }

    private static Admin admin(KafkaBroker broker) {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private static Set<String> topics(KafkaBroker broker) throws Exception {
        try (Admin admin = admin(broker)) {
            return admin.listTopics().names().get();
        }
    }

    /** Returns the record's offset. */
    private static long send(KafkaBroker broker, String value) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", broker.bootstrapServers(), "acks", "all");
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
            return producer.send(new ProducerRecord<>("kept", 0, "key", value))
                    .get()
                    .offset();
        }
    }

    private static String schemaOf(String name) {
        return """
                {"schema": "{\\"type\\":\\"record\\",\\"name\\":\\"%s\\",\\"fields\\":[]}"}""".formatted(name);
    }

    private int register(SchemaRegistry registry, String name) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(registry.url() + "/subjects/" + name + "/versions"))
                .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                .POST(HttpRequest.BodyPublishers.ofString(schemaOf(name)))
                .build();
        String answer = ask(request);
        assertThat(answer).containsPattern("\"id\":\\d+");
        return Integer.parseInt(answer.replaceFirst(".*\"id\":(\\d+).*", "$1"));
    }

    private String schema(SchemaRegistry registry, int id) throws Exception {
        return ask(HttpRequest.newBuilder(URI.create(registry.url() + "/schemas/ids/" + id))
                .build());
    }

    private String ask(HttpRequest request) throws Exception {
        HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }
}
