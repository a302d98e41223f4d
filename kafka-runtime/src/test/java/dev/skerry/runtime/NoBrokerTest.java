package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A whole service whose broker is not there: it starts, says what is wrong, and refuses events in bounded time. */
@Timeout(120)
class NoBrokerTest {

    @TempDir
    Path folder = Path.of("");

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(RuntimeConfiguration.class)
    static class Service {
        @Bean
        DeciderTopology<?, ?, ?> counting() {
            return CountingDecider.topology().keyed(Topics.PROVISIONING_REQUESTS);
        }
    }

    @Test
    void healthNamesTheBrokerAndItsAddressAndDoorsRefuse() throws Exception {
        try (MemoryRegistry registry = new MemoryRegistry("");
                ServletWebServerApplicationContext service =
                        (ServletWebServerApplicationContext) new SpringApplicationBuilder(Service.class)
                                .properties(
                                        "spring.config.name=no-broker-test",
                                        "spring.application.name=test",
                                        "spring.main.banner-mode=off",
                                        "spring.threads.virtual.enabled=true",
                                        "server.port=0",
                                        "server.address=127.0.0.1",
                                        "management.endpoint.health.show-details=always",
                                        "skerry.local-mode=true",
                                        "skerry.bootstrap-servers=127.0.0.1:1",
                                        "skerry.registry-url=" + registry.url(),
                                        "skerry.disk-reserve=1B",
                                        "skerry.state-dir=" + folder.resolve("state"),
                                        "skerry.secrets-dir=" + folder.resolve("secrets"))
                                .run();
                HttpClient http = HttpClient.newHttpClient()) {
            int port = Objects.requireNonNull(service.getWebServer()).getPort();
            HttpRequest ask = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/health"))
                    .timeout(Duration.ofSeconds(20))
                    .build();
            JsonNode health = Awaitility.await("the broker was asked in vain")
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> JsonMapper.shared()
                                    .readTree(http.send(ask, BodyHandlers.ofString())
                                            .body()),
                            each -> each.at("/components/broker/details/reason")
                                            .asString("")
                                            .contains("Exception")
                                    && each.at("/components/registry/status")
                                            .asString("")
                                            .equals("UP"));
            assertThat(health.path("status").asString("")).isEqualTo("OUT_OF_SERVICE");
            assertThat(health.at("/components/broker/details/address").asString(""))
                    .isEqualTo("127.0.0.1:1");
            assertThat(health.at("/components/broker/details/remedy").asString(""))
                    .contains("skerry.bootstrap-servers");
            assertThat(health.at("/components/disk/status").asString("")).isEqualTo("UP");

            EventPublisher events = service.getBean(EventPublisher.class);
            assertThatThrownBy(() -> events.publish(
                            Topics.PROVISIONING_REQUESTS, "m", new MachineReleaseRequested("m", "why", "who")))
                    .isInstanceOf(UnavailableException.class);
        }
    }
}
