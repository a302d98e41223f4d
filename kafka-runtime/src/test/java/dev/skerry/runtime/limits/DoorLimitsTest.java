package dev.skerry.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServletRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The limits before a real web server. */
@Timeout(180)
class DoorLimitsTest {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient client = HttpClient.newHttpClient();
    private @Nullable ServletWebServerApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    @Import(LimitConfiguration.class)
    @ComponentScan(
            basePackages = "dev.skerry.runtime",
            useDefaultFilters = false,
            includeFilters = @ComponentScan.Filter(type = FilterType.ANNOTATION, classes = RestControllerAdvice.class))
    static class Door {
        @Bean
        Rooms rooms() {
            return new Rooms();
        }
    }

    @RestController
    static class Rooms {
        final Semaphore entered = new Semaphore(0);
        final CountDownLatch open = new CountDownLatch(1);

        @GetMapping("/at-once")
        String atOnce() {
            return "done";
        }

        @GetMapping("/held")
        String held() throws InterruptedException {
            entered.release();
            open.await();
            return "done";
        }

        @GetMapping("/stream")
        String stream(HttpServletRequest request) throws InterruptedException {
            DoorLimits.leave(request);
            return held();
        }

        @PostMapping("/body")
        String body(HttpServletRequest request) throws IOException {
            return Integer.toString(request.getInputStream().readAllBytes().length);
        }
    }

    @AfterEach
    void stop() {
        if (context != null) {
            context.getBean(Rooms.class).open.countDown();
            client.close();
            context.close();
        }
    }

    @Test
    void aClientAboveItsRateIsToldWhenToComeAgain() throws Exception {
        start("client-rate=1");
        var answers = together("/at-once");
        HttpResponse<String> refused = answers.stream()
                .filter(answer -> answer.statusCode() == 429)
                .findFirst()
                .orElseThrow();
        assertThat(answers).anyMatch(answer -> answer.statusCode() == 200);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(refused.headers().firstValue("Content-Type").orElse("")).startsWith("application/problem+json");
        JsonNode problem = JSON.readTree(refused.body());
        assertThat(problem.path("status").intValue()).isEqualTo(429);
        assertThat(problem.path("remedy").stringValue()).contains("skerry.limits.client-rate");
    }

    @Test
    void allClientsTogetherHaveARateAndHealthIsNotHeldToIt() throws Exception {
        start("rate=1");
        assertThat(together("/at-once").stream().map(HttpResponse::statusCode)).contains(200, 503);
        assertThat(IntStream.range(0, 30)
                        .map(i -> send("/actuator/health", BodyPublishers.noBody(), "GET")
                                .join()
                                .statusCode()))
                .containsOnly(200);
    }

    @Test
    void moreAtOnceThanFitAreSentAwayAtOnceAndStreamsTakeNoPlace() throws Exception {
        Rooms rooms = start("concurrent=1");
        var stream = send("/stream", BodyPublishers.noBody(), "GET");
        assertThat(rooms.entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        var held = send("/held", BodyPublishers.noBody(), "GET");
        assertThat(rooms.entered.tryAcquire(20, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> refused =
                send("/at-once", BodyPublishers.noBody(), "GET").join();
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.headers().firstValue("Retry-After")).hasValue("1");
        assertThat(send("/actuator/health", BodyPublishers.noBody(), "GET")
                        .join()
                        .statusCode())
                .isEqualTo(200);
        rooms.open.countDown();
        assertThat(held.join().statusCode()).isEqualTo(200);
        assertThat(stream.join().statusCode()).isEqualTo(200);
        // The place is free a moment after the answer has left.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(send("/at-once", BodyPublishers.noBody(), "GET")
                                .join()
                                .statusCode())
                        .isEqualTo(200));
    }

    @Test
    void aBodyIsBoundedWhetherItsLengthIsSaidOrNot() throws Exception {
        start("request-size=1KB");
        byte[] fits = new byte[1024];
        byte[] large = new byte[1025];
        assertThat(send("/body", BodyPublishers.ofByteArray(fits), "POST")
                        .join()
                        .body())
                .isEqualTo("1024");
        assertThat(send("/body", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(fits)), "POST")
                        .join()
                        .body())
                .isEqualTo("1024");
        for (BodyPublisher body : new BodyPublisher[] {
            BodyPublishers.ofByteArray(large), BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large))
        }) {
            HttpResponse<String> refused = send("/body", body, "POST").join();
            assertThat(refused.statusCode()).isEqualTo(413);
            JsonNode problem = JSON.readTree(refused.body());
            assertThat(problem.path("detail").stringValue()).contains("larger than 1 KiB");
            assertThat(problem.path("remedy").stringValue()).isNotBlank();
        }
    }

    /** Thirty answers to requests that do not wait for each other. */
    private List<HttpResponse<String>> together(String path) {
        List<CompletableFuture<HttpResponse<String>>> sent = IntStream.range(0, 30)
                .mapToObj(i -> send(path, BodyPublishers.noBody(), "GET"))
                .toList();
        return sent.stream().map(CompletableFuture::join).toList();
    }

    private Rooms start(String limit) {
        context = (ServletWebServerApplicationContext) new SpringApplicationBuilder(Door.class)
                .properties(
                        "spring.config.name=limits-test",
                        "server.port=0",
                        "server.address=127.0.0.1",
                        "spring.threads.virtual.enabled=true",
                        "spring.main.banner-mode=off",
                        "skerry.limits." + limit)
                .run();
        return context.getBean(Rooms.class);
    }

    private CompletableFuture<HttpResponse<String>> send(String path, BodyPublisher body, String method) {
        int port = Objects.requireNonNull(Objects.requireNonNull(context).getWebServer())
                .getPort();
        return client.sendAsync(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .version(HttpClient.Version.HTTP_1_1)
                        .timeout(Duration.ofSeconds(30))
                        .method(method, body)
                        .build(),
                BodyHandlers.ofString());
    }
}
