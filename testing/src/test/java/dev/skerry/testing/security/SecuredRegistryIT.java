package dev.skerry.testing.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.peers.Dist;
import dev.skerry.peers.KafkaBroker;
import dev.skerry.registry.Registrar;
import dev.skerry.registry.RegistryClient;
import dev.skerry.registry.RegistryException;
import dev.skerry.registry.Subjects;
import dev.skerry.runtime.connection.TestAuthority;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.ssl.pem.PemSslStore;
import org.springframework.boot.ssl.pem.PemSslStoreDetails;
import tools.jackson.databind.JsonNode;

/** The registry as k8s/ has it: its Deployment's environment, its KafkaTopics, the ACLs of its KafkaUser, HTTPS. */
class SecuredRegistryIT {

    private static final char[] PASSWORD = "changeit".toCharArray();
    private static final Duration START = Duration.ofSeconds(120);

    @TempDir
    private static Path folder;

    @Test
    void theRegistryKeepsItsSchemasInKafkaUnderItsAclsAndAnswersOverHttps() throws Exception {
        Path home = Path.of(System.getProperty("skerry.home")).toAbsolutePath().normalize();
        Path manifest = home.resolve("k8s/base/registry/registry.yaml");
        TestAuthority authority = new TestAuthority(folder);
        secrets(authority);
        try (KafkaBroker broker = SecuredBroker.start(folder.resolve("broker"), authority, null)) {
            prepare(broker, manifest);
            int port = freePort();
            RegistryClient client =
                    RegistryClient.of(URI.create("https://127.0.0.1:" + port + "/apis/ccompat/v7"), authority.ca());
            int management = freePort();
            Process first = start(manifest, broker, port, management);
            try {
                awaitReady(first, management);
                assertThat(Registrar.register(client, ""))
                        .isEqualTo(Subjects.all("").size());
                assertThatThrownBy(
                                () -> new RegistryClient("https://127.0.0.1:" + port + "/apis/ccompat/v7").subjects())
                        .as("the JDK's authorities do not know it")
                        .isInstanceOf(RegistryException.class);
            } finally {
                stop(first);
            }
            Process second = start(manifest, broker, port, management);
            try {
                awaitReady(second, management);
                assertThat(client.subjects()).containsAll(Subjects.all("").keySet());
            } finally {
                stop(second);
            }
            try (var lines = Files.lines(folder.resolve("broker/broker.log"))) {
                assertThat(lines.filter(line -> line.contains(" is Denied "))).isEmpty();
            }
        }
    }

    /** What Strimzi and the installation's owner put into secrets. */
    private static void secrets(TestAuthority authority) throws IOException, GeneralSecurityException {
        TestAuthority.Identity own = authority.issue("registry");
        Files.createDirectory(folder.resolve("tls"));
        Files.copy(own.certificate(), folder.resolve("tls/tls.crt"));
        Files.copy(own.key(), folder.resolve("tls/tls.key"));
        Certificate ca;
        try (InputStream in = Files.newInputStream(authority.ca())) {
            ca = CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", ca);
        store(trusted, "kafka-cluster/ca.p12");
        PemSslStore pem = Objects.requireNonNull(
                PemSslStore.load(PemSslStoreDetails.forCertificates(Files.readString(own.certificate()))
                        .withPrivateKey(Files.readString(own.key()))));
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("user", pem.privateKey(), PASSWORD, new Certificate[] {
            Objects.requireNonNull(pem.certificates()).getFirst(), ca
        });
        store(keys, "kafka-user/user.p12");
    }

    private static void store(KeyStore keys, String name) throws IOException, GeneralSecurityException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            keys.store(out, PASSWORD);
        }
    }

    private static void prepare(KafkaBroker broker, Path manifest) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            List<NewTopic> topics = KafkaUsers.resources(manifest, "KafkaTopic").stream()
                    .map(SecuredRegistryIT::topic)
                    .toList();
            assertThat(topics).isNotEmpty();
            admin.createTopics(topics).all().get(30, TimeUnit.SECONDS);
            admin.createAcls(KafkaUsers.of(manifest)).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static NewTopic topic(JsonNode resource) {
        Map<String, String> config = new java.util.TreeMap<>();
        resource.path("spec").path("config").forEachEntry((name, value) -> config.put(name, value.asString()));
        return new NewTopic(
                        resource.path("metadata").path("name").asString(),
                        Optional.of(resource.path("spec").path("partitions").asInt()),
                        Optional.empty())
                .configs(config);
    }

    private static Process start(Path manifest, KafkaBroker broker, int port, int management) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-Xmx384m",
                        "-XX:+UseSerialGC",
                        "-jar",
                        Dist.find().folder().resolve("registry/quarkus-run.jar").toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("registry.log").toFile()));
        Map<String, String> environment = builder.environment();
        JsonNode deployment = KafkaUsers.resources(manifest, "Deployment").getFirst();
        for (JsonNode each : deployment.at("/spec/template/spec/containers/0/env")) {
            String value = each.has("value") ? each.path("value").asString() : new String(PASSWORD);
            environment.put(each.path("name").asString(), value.replace("/run/secrets/", folder.toString() + "/"));
        }
        // What differs here: addresses, and a temporary folder that the pod has to itself.
        environment.put("APICURIO_KAFKASQL_BOOTSTRAP_SERVERS", broker.bootstrapServers(SecuredBroker.CERTIFICATES));
        environment.put("QUARKUS_HTTP_SSL_PORT", Integer.toString(port));
        environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
        environment.put("QUARKUS_MANAGEMENT_PORT", Integer.toString(management));
        environment.put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
        return builder.start();
    }

    /** As the pod's readiness probe asks: before that it has not read all that it wrote. */
    private static void awaitReady(Process process, int management) {
        URI ready = URI.create("http://127.0.0.1:" + management + "/health/ready");
        Awaitility.await("the registry is ready")
                .atMost(START)
                .pollInterval(Duration.ofMillis(500))
                .until(() -> {
                    assertThat(process.isAlive())
                            .as("it runs; its log is %s", folder.resolve("registry.log"))
                            .isTrue();
                    try {
                        return ((HttpURLConnection) ready.toURL().openConnection()).getResponseCode() == 200;
                    } catch (IOException _) {
                        return false;
                    }
                });
    }

    private static void stop(Process process) throws InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
