package dev.skerry.appmanager.rest;

import dev.skerry.appmanager.rest.agents.AgentsConnector;
import dev.skerry.appmanager.rest.sse.OpenStreams;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.runtime.RawPublisher;
import dev.skerry.runtime.RuntimeProperties;
import dev.skerry.runtime.Secrets;
import dev.skerry.runtime.connection.KafkaConnection;
import dev.skerry.runtime.limits.LimitConfiguration;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.ImportSelector;
import org.springframework.core.type.AnnotationMetadata;
import org.springframework.util.unit.DataSize;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Both doors on free loopback ports, over read models and a publisher that a test holds. */
public final class TestFleet implements AutoCloseable {

    public final FakeReadModels models = new FakeReadModels();
    public final RecordingPublisher publisher = new RecordingPublisher();
    public final Certificates certificates = new Certificates("skerry test CA");
    private final Path secrets;
    private final ServletWebServerApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @ComponentScan("dev.skerry.appmanager.rest")
    @Import({Advice.class, LimitConfiguration.class})
    static class Doors {}

    /** The runtime's answers to refusals; the class is its own affair. */
    static final class Advice implements ImportSelector {
        @Override
        public String[] selectImports(AnnotationMetadata metadata) {
            return new String[] {"dev.skerry.runtime.ProblemAdvice"};
        }
    }

    public TestFleet() {
        this("60s");
    }

    /** @param patience how long the people's door waits for a client that takes nothing, such as 500ms */
    public TestFleet(String patience) {
        try {
            secrets = Files.createTempDirectory("skerry-doors");
            certificates.secrets(secrets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        RuntimeProperties properties = new RuntimeProperties(
                "127.0.0.1:1",
                URI.create("http://127.0.0.1:1"),
                null,
                "",
                secrets,
                secrets,
                Duration.ofMillis(50),
                DataSize.ofMegabytes(1),
                true);
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Doors.class)
                .web(WebApplicationType.SERVLET)
                .properties(
                        "spring.config.name=doors-test",
                        "server.port=0",
                        "server.tomcat.connection-timeout=" + patience,
                        "server.address=127.0.0.1",
                        "spring.threads.virtual.enabled=true",
                        "spring.main.banner-mode=off",
                        "skerry.agents.port=0")
                .initializers(each -> {
                    var beans = ((ServletWebServerApplicationContext) each);
                    beans.registerBean("readModels", FakeReadModels.class, () -> models);
                    beans.registerBean("eventPublisher", RecordingPublisher.class, () -> publisher);
                    beans.registerBean("rawPublisher", RawPublisher.class, () -> (topic, key, value, headers) -> {});
                    beans.registerBean("runtimeProperties", RuntimeProperties.class, () -> properties);
                    beans.registerBean(
                            "kafkaConnection", KafkaConnection.class, () -> KafkaConnection.local("127.0.0.1:1"));
                    beans.registerBean("secrets", Secrets.class, () -> new Secrets(secrets));
                    beans.registerBean(
                            "avroCodec",
                            AvroCodec.class,
                            () -> new AvroCodec(new RegistryClient("http://127.0.0.1:1"), ""));
                })
                .run();
    }

    /** Where requests are dispatched to. */
    public RequestMappingHandlerMapping mappings() {
        return context.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class);
    }

    /** Watchers whose streams are open. */
    public int watchers() {
        return context.getBean("watchers", OpenStreams.class).open();
    }

    public String people(String path) {
        return "http://127.0.0.1:" + peoplePort() + path;
    }

    public int peoplePort() {
        var server = context.getWebServer();
        return server == null ? 0 : server.getPort();
    }

    public int agentsPort() {
        return context.getBean(AgentsConnector.class).port();
    }

    public String agents(String path) {
        return "https://127.0.0.1:" + agentsPort() + path;
    }

    /** A client that shows a certificate of the fleet's CA, or none. */
    public HttpClient client(@Nullable String clusterId) {
        return client(
                clusterId == null
                        ? null
                        : certificates.issue(clusterId, Instant.now().plusSeconds(600)));
    }

    public HttpClient client(Certificates.@Nullable Issued certificate) {
        try {
            return HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(Duration.ofSeconds(10))
                    .sslContext(certificates.context(certificate))
                    .build();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public static HttpRequest.Builder request(String url) {
        return HttpRequest.newBuilder(java.net.URI.create(url)).timeout(Duration.ofSeconds(20));
    }

    public static HttpResponse<String> send(HttpClient client, HttpRequest.Builder request) throws IOException {
        try {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        context.close();
        try (Stream<Path> files = Files.walk(secrets)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
