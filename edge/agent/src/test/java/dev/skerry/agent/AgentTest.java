package dev.skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.testing.RecordingRuntime;
import dev.skerry.agent.testing.TestAuthority;
import dev.skerry.agent.testing.TestCentre;
import dev.skerry.agent.testing.TestCentre.Refusal;
import dev.skerry.agent.time.SystemTiming;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The agent against a centre over real HTTPS. */
@Timeout(60)
class AgentTest {

    private static final String CLUSTER = "small.copenhagen";
    private static final AgentSettings.Pace QUICK = new AgentSettings.Pace(
            Duration.ofMillis(400),
            Duration.ofMillis(20),
            Duration.ofSeconds(20),
            Duration.ofMillis(50),
            Duration.ofMillis(200),
            Duration.ofMinutes(5));

    @TempDir
    Path folder;

    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final SystemTiming timing = new SystemTiming();
    private final TestAuthority authority = new TestAuthority();
    private final RecordingRuntime runtime = new RecordingRuntime();
    private TestCentre centre = new TestCentre(authority, 0);

    @AfterEach
    void stop() {
        centre.close();
        timing.close();
        executor.shutdownNow();
    }

    private Agent agent(AgentSettings.Pace pace) {
        var settings = new AgentSettings(
                CLUSTER,
                centre.url(""),
                centre.url("/clusters/" + CLUSTER + "/enrolment"),
                "once",
                authority.pem(),
                folder,
                "0.1.0",
                pace);
        var agent = new Agent(settings, new AgentHost(timing, executor, new Random(3)), runtime, _ -> {});
        agent.start();
        return agent;
    }

    private static String desired(long generation, String... apps) {
        var placements = new StringBuilder();
        for (String app : apps) {
            placements.append(placements.isEmpty() ? "" : ",").append("""
                    {"app":"%s","revision":1,"replicas":2,"resources":{"cpuMillis":500,"memoryMiB":512,"pods":1},\
                    "objects":[{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"x"}}],"later":true}""".formatted(app));
        }
        return "{\"generation\":%d,\"placements\":[%s]}".formatted(generation, placements);
    }

    @Test
    void enrolsOnceThenAppliesAndReports() throws Exception {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 7, desired(7, "acme/shop"));
        try (var agent = agent(QUICK)) {
            var report = centre.awaitReport(node -> node.path("generation").asLong(0) == 7);
            assertThat(report.path("agentVersion").asString("")).isEqualTo("0.1.0");
            assertThat(report.path("capacity").path("cpuMillis").asInt(0)).isEqualTo(16_000);
            assertThat(report.path("capacity").path("pods").asInt(0)).isEqualTo(220);
            assertThat(report.path("used").path("memoryMiB").asInt(0)).isEqualTo(512);
            assertThat(report.path("addresses").path(0).asString("")).isEqualTo("203.0.113.7");
            assertThat(report.path("nodesReady").asInt(0)).isEqualTo(2);
            var placement = report.path("placements").path(0);
            assertThat(placement.path("app").asString("")).isEqualTo("acme/shop");
            assertThat(placement.path("phase").asString("")).isEqualTo("AVAILABLE");
            assertThat(placement.path("readyReplicas").asInt(0)).isEqualTo(2);
            assertThat(placement.path("revision").asInt(0)).isEqualTo(1);
            assertThat(centre.awaitFeed().lastEventId()).isEmpty();
            assertThat(agent.status().enrolled()).isTrue();
            var again = centre.awaitReport(_ -> true);
            assertThat(again.path("sequence").asLong(0))
                    .isGreaterThan(report.path("sequence").asLong(0));
        }
        try (var agent = agent(QUICK)) {
            assertThat(centre.awaitFeed().lastEventId()).isEqualTo("7");
            assertThat(agent.status().generation()).isEqualTo(7);
        }
    }

    @Test
    void removesWhatIsNoLongerDesiredAndSaysSo() throws Exception {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 1, desired(1, "acme/shop", "acme/blog"));
        try (var _ = agent(QUICK)) {
            centre.awaitReport(node -> node.path("placements").size() == 2);
            centre.push(CLUSTER, 2, desired(2, "acme/blog"));
            // A report that is made while the removal is under way may say so with the generation of before.
            var gone = centre.awaitReport(node ->
                    node.path("placements").path(1).path("phase").asString("").equals("GONE")
                            && node.path("generation").asLong(0) == 2);
            assertThat(gone.path("placements").path(1).path("app").asString("")).isEqualTo("acme/shop");
            centre.awaitReport(node -> node.path("placements").size() == 1);
            assertThat(runtime.running()).containsExactly("acme/blog");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "null",
                "7",
                "\"x\"",
                "[]",
                "[null]",
                "{\"generation\":9}",
                "{\"generation\":9,\"placements\":null}",
                "{\"generation\":9,\"placements\":7}",
                "{\"generation\":9,\"placements\":[null]}",
                "{\"generation\":9,\"placements\":[{}]}",
                "{\"generation\":9,\"placements\":[{\"app\":\" \"}]}",
                "{\"generation\":9,\"placements\":[{\"app\":\"a/b\",\"objects\":[null]}]}",
                "{\"generation\":9,\"placements\":[{\"app\":\"a/b\",\"replicas\":1e99}]}",
                "{\"generation\":99999999999999999999,\"placements\":[]}",
                "{\"generation\":\"nine\",\"placements\":[]}",
                "{\"generation\":9,\"placements\":[",
                "\u0000\uFFFD"
            })
    void whatCannotBeADesiredStateRemovesNothingAndIsTold(String data) throws Exception {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 5, desired(5, "acme/shop"));
        try (var agent = agent(QUICK)) {
            centre.awaitReport(node -> node.path("generation").asLong(0) == 5);
            centre.awaitFeed();
            centre.send("event: desired\nid: 9\ndata: " + data + "\n\n");
            assertThat(centre.awaitFeed().lastEventId()).isEqualTo("5");
            centre.push(CLUSTER, 6, desired(6, "acme/shop"));
            centre.awaitReport(node -> node.path("generation").asLong(0) == 6);
            assertThat(runtime.running()).containsExactly("acme/shop");
        }
    }

    @Test
    void anOldGenerationAndNonsenseOnTheFeedDoNoHarm() throws Exception {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 5, desired(5, "acme/shop"));
        try (var agent = agent(QUICK)) {
            centre.awaitReport(node -> node.path("generation").asLong(0) == 5);
            centre.awaitFeed();
            centre.send("event: desired\nid: 4\ndata: " + desired(4) + "\n\n");
            centre.send("event: other\ndata: what is this\n\n");
            centre.send("event: desired\nid: 6\ndata: {\"generation\": oops\n\n");
            var contact = centre.awaitFeed();
            assertThat(contact.lastEventId())
                    .as("a feed that cannot be understood is opened anew")
                    .isEqualTo("5");
            assertThat(runtime.running()).containsExactly("acme/shop");
            centre.push(CLUSTER, 6, desired(6));
            centre.awaitReport(node -> node.path("generation").asLong(0) == 6);
            assertThat(agent.status().generation()).isEqualTo(6);
        }
    }

    @Test
    void worksOnWithTheCentreAwayAfterARestartToo() throws Exception {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 3, desired(3, "acme/shop"));
        try (var _ = agent(QUICK)) {
            centre.awaitReport(node -> node.path("generation").asLong(0) == 3);
        }
        int port = centre.port();
        centre.close();
        runtime.lose("acme/shop");
        runtime.calls();
        try (var agent = agent(QUICK)) {
            runtimeRuns("acme/shop");
            assertThat(agent.status().connected()).isFalse();
            assertThat(agent.status().applied()).isEqualTo(3);

            var former = centre;
            centre = new TestCentre(authority, port);
            centre.preset(CLUSTER, 4, desired(4, "acme/blog"));
            assertThat(centre.awaitFeed().lastEventId()).isEqualTo("3");
            var report = centre.awaitReport(node -> node.path("generation").asLong(0) == 4);
            assertThat(former.reports.stream()
                            .mapToLong(
                                    earlier -> earlier.report().path("sequence").asLong(0)))
                    .allMatch(sequence -> sequence < report.path("sequence").asLong(0));
            centre.awaitReport(node ->
                    node.path("placements").path(0).path("app").asString("").equals("acme/blog"));
        }
    }

    /** Waits until the agent has applied an app, by listening to what the runtime is called with. */
    private void runtimeRuns(String app) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!runtime.running().contains(app)) {
            assertThat(System.nanoTime()).as("the agent did not apply " + app).isLessThan(end);
            Thread.yield();
        }
    }

    @Test
    void aRefusalWithRetryAfterIsHonouredAndTheNewestStateIsSentThen() throws Exception {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 1, desired(1, "acme/shop"));
        centre.refuseReports.add(new Refusal(429, 2));
        try (var _ = agent(QUICK)) {
            var first = centre.reports.poll(20, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            Instant refused = centre.refusedAt.getFirst();
            assertThat(Duration.between(refused, first.at())).isGreaterThanOrEqualTo(Duration.ofMillis(1950));
            assertThat(first.report().path("generation").asLong(0)).isEqualTo(1);
            assertThat(centre.refusedAt).hasSize(1);
        }
    }

    @Test
    void aFeedThatFallsSilentIsOpenedAnew() throws Exception {
        centre.allow(CLUSTER, "once");
        var pace = new AgentSettings.Pace(
                QUICK.reportAtLeast(),
                QUICK.reportAtMost(),
                Duration.ofMillis(300),
                QUICK.firstRetry(),
                QUICK.longestRetry(),
                QUICK.resync());
        try (var agent = agent(pace)) {
            centre.awaitFeed();
            centre.awaitFeed();
            centre.awaitFeed();
            assertThat(agent.status().enrolled()).isTrue();
        }
    }

    @Test
    void renewsForTheSameNameWithANewKeyAndGoesOnWithIt() throws Exception {
        centre.allow(CLUSTER, "once");
        centre.certificatesBegin = Instant.now().minus(Duration.ofMinutes(150));
        try (var _ = agent(QUICK)) {
            assertThat(centre.renewals.poll(20, TimeUnit.SECONDS)).isEqualTo(CLUSTER);
            // It renews so soon that the feed may have been asked for with the first certificate, or not.
            var contact = centre.awaitFeed();
            while (!contact.serial().equals(centre.signed.getLast())) {
                contact = centre.awaitFeed();
            }
            assertThat(centre.signed).hasSize(2);
            assertThat(contact.cluster()).isEqualTo(CLUSTER);
        }
    }

    @Test
    void aRefusedEnrolmentIsTriedAgainAndGoesThroughOnceItIsAllowed() throws Exception {
        try (var agent = agent(QUICK)) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (!agent.status().trouble().contains("409")) {
                assertThat(System.nanoTime()).isLessThan(end);
                Thread.yield();
            }
            String key = Files.readString(folder.resolve("pending-key.pem"));
            centre.allow(CLUSTER, "once");
            centre.awaitReport(_ -> true);
            assertThat(Files.readString(folder.resolve("identity.pem")))
                    .contains(key.lines().skip(1).findFirst().orElseThrow());
        }
    }

    @Test
    void aDamagedSnapshotIsPutAsideAndAskedForAgain() throws IOException, InterruptedException {
        centre.allow(CLUSTER, "once");
        centre.preset(CLUSTER, 3, desired(3, "acme/shop"));
        Files.writeString(folder.resolve("desired.json"), "{\"version\":1,\"content\":{\"generation\":9,\"plac");
        try (var _ = agent(QUICK)) {
            assertThat(centre.awaitFeed().lastEventId()).isEmpty();
            centre.awaitReport(node -> node.path("generation").asLong(0) == 3);
            assertThat(folder.resolve("desired.json.unreadable")).exists();
        }
    }
}
