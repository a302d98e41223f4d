package dev.skerry.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.skerry.local.Endpoints;
import dev.skerry.local.FleetListener;
import dev.skerry.local.LocalFleet;
import dev.skerry.local.LocalSettings;
import dev.skerry.peers.Dist;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The broker hangs, dies, and runs out of disk: doors say so at once, health says why, and all goes on without a restart. */
@Timeout(value = 8, unit = TimeUnit.MINUTES)
class OutagesIT {

    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private final List<String> notices = new CopyOnWriteArrayList<>();

    @Test
    void theBrokerHangsAndDies() throws Exception {
        LocalFleet.Started started = start();
        try (LocalFleet fleet = started.fleet()) {
            Endpoints at = started.endpoints();
            awaitSite(at, "before");

            long hanging = brokerPid();
            run("kill", "-STOP", Long.toString(hanging));
            HttpResponse<String> refused = post(at, "away");
            assertThat(refused.statusCode()).as(refused.body()).isEqualTo(503);
            assertThat(refused.headers().firstValue("Retry-After"))
                    .hasValueSatisfying(seconds -> assertThat(seconds).matches("[1-9][0-9]*"));
            assertThat(JSON.readTree(refused.body()).path("remedy").asString(""))
                    .isNotBlank();
            for (String service : List.of(at.api(), at.provisioner())) {
                JsonNode broker = awaitHealth(service, "OUT_OF_SERVICE").at("/components/broker");
                assertThat(broker.path("status").asString("")).isEqualTo("OUT_OF_SERVICE");
                assertThat(broker.at("/details/reason").asString("")).startsWith("no answer since");
                assertThat(broker.at("/details/address").asString("")).isEqualTo(at.broker());
            }
            assertThat(get(at.api() + "/api/v1/sites").body()).as("reads go on").contains("\"before\"");
            run("kill", "-CONT", Long.toString(hanging));
            awaitHealth(at.api(), "UP");
            awaitSite(at, "after-hanging");

            run("kill", "-KILL", Long.toString(hanging));
            Awaitility.await().atMost(LIMIT).until(() -> notices.contains("the broker is back"));
            awaitHealth(at.api(), "UP");
            awaitSite(at, "after-death");
            assertThat(fleet.failure()).isNotDone();
        }
    }

    @Test
    void theBrokersDiskIsFull() throws Exception {
        Path disk = Files.createDirectories(folder.resolve("fleet/broker"));
        assumeTrue(
                new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=384m", "tmpfs", disk.toString())
                                .redirectErrorStream(true)
                                .start()
                                .waitFor()
                        == 0,
                "a small disk can be mounted by root on Linux only");
        try {
            LocalFleet.Started started = start();
            try (LocalFleet fleet = started.fleet()) {
                Endpoints at = started.endpoints();
                awaitSite(at, "before");
                Path ballast = disk.resolve("ballast");
                fill(ballast);
                Awaitility.await("the broker ends for want of room")
                        .atMost(LIMIT)
                        .pollInterval(Duration.ofMillis(250))
                        .until(() -> {
                            post(at, "pushes-" + notices.size());
                            return notices.stream().anyMatch(each -> each.contains("is full"));
                        });
                assertThat(notices.getLast()).contains("the broker ended", disk.toString(), "Free some");
                JsonNode health = awaitHealth(at.api(), "OUT_OF_SERVICE");
                assertThat(health.at("/components/broker/details/reason").asString(""))
                        .startsWith("no answer since");
                Files.delete(ballast);
                Awaitility.await().atMost(LIMIT).until(() -> notices.contains("the broker is back"));
                awaitHealth(at.api(), "UP");
                awaitSite(at, "after");
                assertThat(get(at.api() + "/api/v1/sites").body()).contains("\"before\"");
                assertThat(fleet.failure()).isNotDone();
            }
        } finally {
            run("umount", "-l", disk.toString());
        }
    }

    private LocalFleet.Started start() throws IOException, InterruptedException {
        return LocalFleet.start(LocalSettings.of(folder.resolve("fleet"), Dist.find()), new FleetListener() {
            @Override
            public void started(String what, Duration took) {
                System.out.println("started " + what + " in " + took.toMillis() + " ms");
            }

            @Override
            public void notice(String what) {
                System.out.println(what);
                notices.add(what);
            }
        });
    }

    /** Records a site, as often as the door asks, until it can be read. */
    private void awaitSite(Endpoints at, String name) {
        Awaitility.await("the site " + name)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> post(at, name).statusCode() == 202);
        Awaitility.await("the site " + name + " in the fleet API")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .until(() -> get(at.api() + "/api/v1/sites/" + name).statusCode() == 200);
    }

    private JsonNode awaitHealth(String service, String status) {
        return Awaitility.await(service + " is " + status)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(250))
                .until(
                        () -> JSON.readTree(get(service + "/actuator/health").body()),
                        health -> health.path("status").asString("").equals(status)
                                && (status.equals("UP")
                                        || !health.at("/components/broker/details/reason")
                                                .asString("")
                                                .isEmpty()));
    }

    private HttpResponse<String> post(Endpoints at, String site) throws IOException, InterruptedException {
        String document = """
                {"apiVersion":"skerry.dev/v1","kind":"Site","metadata":{"name":"%s"},
                 "spec":{"latitude":55.7,"longitude":12.6,"region":"emea/dk"}}""".formatted(site);
        return http.send(
                HttpRequest.newBuilder(URI.create(at.api() + "/api/v1/sites"))
                        .timeout(Duration.ofSeconds(60))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(document))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String url) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .timeout(Duration.ofSeconds(30))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private long brokerPid() throws IOException {
        return Long.parseLong(
                Files.readString(folder.resolve("fleet/broker/pid")).split(" ", -1)[0]);
    }

    /** Writes until nothing more fits. */
    private static void fill(Path ballast) throws IOException {
        try (FileChannel file = FileChannel.open(ballast, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (int size = 1 << 20; size > 0; size /= 2) {
                while (fits(file, size)) {
                    // The next piece.
                }
            }
        }
    }

    private static boolean fits(FileChannel file, int size) {
        try {
            return file.write(ByteBuffer.allocate(size)) == size;
        } catch (IOException full) {
            return false;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor())
                .as(String.join(" ", command))
                .isZero();
    }
}
