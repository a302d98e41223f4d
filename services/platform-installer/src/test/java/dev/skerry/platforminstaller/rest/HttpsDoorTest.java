package dev.skerry.platforminstaller.rest;

import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.effect.ClusterKeys;
import dev.skerry.platforminstaller.effect.FleetAuthority;
import dev.skerry.platforminstaller.effect.SecretsFolder;
import dev.skerry.platforminstaller.effect.Seed;
import dev.skerry.platforminstaller.effect.Tokens;
import dev.skerry.runtime.Secrets;
import dev.skerry.runtime.limits.LimitConfiguration;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The door as it stands in the wall: real TLS with the service's own settings, client certificates, JSON and problems. */
class HttpsDoorTest {

    private static final String SMALL = "small.copenhagen";

    @TempDir
    Path folder = Path.of("");

    private final JsonMapper json = new JsonMapper();
    private @Nullable ConfigurableApplicationContext context;

    @ConfigurationProperties("skerry")
    record Folder(Path secretsDir) {}

    /** Bound when it is asked for, which is after the door was opened. */
    @ConfigurationProperties("local.server")
    record Opened(int port) {}

    @Configuration(proxyBeanMethods = false)
    @EnableConfigurationProperties({Folder.class, Opened.class})
    @EnableAutoConfiguration
    @Import({NodeController.class, AgentController.class, LimitConfiguration.class})
    @ComponentScan(
            basePackages = "dev.skerry.runtime",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = RestControllerAdvice.class))
    static class Door {

        @Bean
        SiteBehindTheDoor site() {
            SiteBehindTheDoor site = new SiteBehindTheDoor();
            site.run().tell(offered("a"));
            site.run().tell(wanted(clustering("small", 1, 0, 0)));
            site.run().begin("a");
            return site;
        }

        @Bean
        NodeDoor nodes(SiteBehindTheDoor site, Folder folder) {
            Secrets secrets = new Secrets(folder.secretsDir());
            InstantSource clock = () -> site.run().now();
            FleetAuthority authority = new FleetAuthority(secrets, clock);
            ClusterKeys keys = new ClusterKeys(secrets.path("clusters"), clock);
            URI url = URI.create("https://installer");
            return new NodeDoor(
                    new NodeIndex(site),
                    site,
                    site,
                    new Seed(url, url, authority),
                    keys,
                    new JoinConfigurations(url, url, keys, new Tokens(secrets), authority),
                    clock,
                    Duration.ofMillis(50));
        }

        @Bean
        AgentDoor agents(SiteBehindTheDoor site, Folder folder) {
            Secrets secrets = new Secrets(folder.secretsDir());
            return new AgentDoor(
                    site,
                    site,
                    new Tokens(secrets),
                    new FleetAuthority(secrets, InstantSource.system()),
                    Duration.ofMillis(50));
        }
    }

    @BeforeEach
    void open() throws Exception {
        SecretsFolder.make(folder);
        SpringApplication application = new SpringApplication(Door.class);
        application.setDefaultProperties(Map.of(
                "spring.config.name", "platform-installer",
                "skerry.secrets-dir", folder.toString(),
                "spring.autoconfigure.exclude", "org.springframework.boot.kafka.autoconfigure.KafkaAutoConfiguration"));
        application.setLazyInitialization(true);
        context = application.run();
    }

    @AfterEach
    void close() {
        if (context != null) {
            context.close();
        }
    }

    @Test
    void aNodeAndItsAgentComeIn() throws Exception {
        HttpClient node = client(null, null);
        HttpResponse<String> userData = get(node, "/nodes/nonce-a-1/user-data");
        assertThat(userData.statusCode()).isEqualTo(200);
        assertThat(userData.body()).startsWith("#cloud-config\n");
        HttpResponse<String> claimed = post(node, "/nodes/nonce-a-1/claim", "");
        assertThat(claimed.statusCode()).isEqualTo(200);
        JsonNode configuration = json.readTree(claimed.body());
        assertThat(configuration.get("files").get(0).properties().stream().map(Map.Entry::getKey))
                .containsExactly("path", "mode", "content");
        HttpResponse<String> again = post(node, "/nodes/nonce-a-1/claim", "");
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(again.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json.readTree(again.body()).get("remedy").asString()).isNotEmpty();
        HttpResponse<String> joined =
                post(node, "/nodes/nonce-a-1/joined", "{\"nodeName\":\"a\",\"address\":\"10.1.0.5\"}");
        assertThat(joined.statusCode()).isEqualTo(202);
        assertThat(json.readTree(joined.body()).get("eventId").asString()).isNotEmpty();
        assertThat(post(node, "/nodes/nonce-a-1/joined", "{").statusCode()).isEqualTo(400);

        KeyPair key = SecretsFolder.keyPair();
        String token = configuration.get("agent").get("token").asString();
        String csr = SecretsFolder.csr("CN=agent", key);
        HttpResponse<String> enrolled = post(
                node, "/clusters/" + SMALL + "/enrolment", json.writeValueAsString(Map.of("token", token, "csr", csr)));
        assertThat(enrolled.statusCode()).isEqualTo(200);
        String certificate = json.readTree(enrolled.body()).get("certificate").asString();

        String renewal = json.writeValueAsString(Map.of("csr", csr));
        assertThat(post(node, "/clusters/" + SMALL + "/renewal", renewal).statusCode())
                .as("without a certificate")
                .isEqualTo(401);
        HttpClient agent = client(key, certificate);
        assertThat(post(agent, "/clusters/" + SMALL + "/renewal", renewal).statusCode())
                .isEqualTo(200);
        assertThat(post(agent, "/clusters/other.copenhagen/renewal", renewal).statusCode())
                .isEqualTo(403);
    }

    @Test
    void keepsLongTalesOut() throws Exception {
        HttpClient node = client(null, null);
        String long40 = "{\"nodeName\":\"" + "x".repeat(40_000) + "\"}";
        HttpResponse<String> announced = post(node, "/nodes/nonce-a-1/joined", long40);
        assertThat(announced.statusCode()).isEqualTo(413);
        assertThat(json.readTree(announced.body()).get("remedy").asString()).isNotBlank();
        HttpResponse<String> streamed = node.send(
                HttpRequest.newBuilder(uri("/nodes/nonce-a-1/joined"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofInputStream(
                                () -> new ByteArrayInputStream(long40.getBytes(StandardCharsets.UTF_8))))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(streamed.statusCode()).as("chunked, its length unsaid").isEqualTo(413);
        assertThat(json.readTree(streamed.body()).get("detail").asString()).contains("32 KiB");
    }

    private HttpResponse<String> get(HttpClient client, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(uri(path)).build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> post(HttpClient client, String path, String body) throws Exception {
        return client.send(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(20))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        int port = Objects.requireNonNull(context).getBean(Opened.class).port();
        return URI.create("https://" + InetAddress.getLoopbackAddress().getHostAddress() + ":" + port + path);
    }

    /** Trusts the fleet's CA alone. */
    private HttpClient client(@Nullable KeyPair key, @Nullable String certificate) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("ca", x509(Files.readString(folder.resolve("ca.crt"))));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        KeyManager[] keys = {};
        if (key != null && certificate != null) {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("agent", key.getPrivate(), new char[0], new Certificate[] {x509(certificate)});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(own, new char[0]);
            keys = factory.getKeyManagers();
        }
        SSLContext ssl = SSLContext.getInstance("TLS");
        ssl.init(keys, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(ssl)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    private static Certificate x509(String pem) throws Exception {
        return CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
