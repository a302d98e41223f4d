package dev.skerry.appmanager.rest.agents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.FakeReadModels.Fake;
import dev.skerry.appmanager.rest.Samples;
import dev.skerry.appmanager.rest.StreamPipe;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.clusters.ClusterState;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

@Timeout(20)
class AgentFeedTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Fake<DesiredState> desired = new Fake<>(new AtomicBoolean(true));
    private final Fake<ClusterState> clusters = new Fake<>(new AtomicBoolean(true));
    private final Enrolments enrolments = new Enrolments(clusters, Duration.ZERO);
    private final Clock clock = Clock.fixed(Samples.NOON, ZoneOffset.UTC);
    private final AgentIdentity agent = new AgentIdentity(Samples.CLUSTER, "e1", Samples.NOON.plusSeconds(60));
    private final AgentFeeds feeds = AgentFeeds.of(desired, enrolments, LONG, clock);
    private final StreamPipe pipe = new StreamPipe();

    @BeforeEach
    void enrol() {
        clusters.put(Samples.CLUSTER, Samples.enrolled(Samples.CLUSTER, "e1"));
    }

    @AfterEach
    void close() throws IOException {
        pipe.close();
    }

    @Test
    void aClusterWithoutDesiredStateIsToRunNothing() throws Exception {
        AgentFeed feed = new AgentFeed(-1);
        CompletableFuture<Void> over = serve(feeds, agent, feed, pipe);
        assertThat(pipe.event()).isEqualTo("desired 0");
        assertThat(pipe.data()).isEqualTo("{\"generation\":0,\"placements\":[]}");
        desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 1));
        assertThat(pipe.event()).isEqualTo("desired 1");
        feed.close();
        over.get(5, TimeUnit.SECONDS);
    }

    @Test
    void anAgentThatHasTheNewestGetsNothingUntilTheNext() throws Exception {
        desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 7));
        AgentFeed feed = new AgentFeed(7);
        CompletableFuture<Void> over = serve(feeds, agent, feed, pipe);
        desired.put("other.cluster", Samples.desired("other.cluster", 9));
        desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 8));
        assertThat(pipe.event()).isEqualTo("desired 8");
        feed.close();
        over.get(5, TimeUnit.SECONDS);
    }

    @Test
    void aSlowAgentSkipsGenerations() throws Exception {
        desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 1));
        AgentFeed feed = new AgentFeed(-1);
        pipe.stall();
        CompletableFuture<Void> over = serve(feeds, agent, feed, pipe);
        pipe.awaitStalled();
        for (int generation = 2; generation <= 50; generation++) {
            desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, generation));
        }
        desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 3));
        pipe.release();
        assertThat(pipe.event()).isEqualTo("desired 1");
        assertThat(pipe.event()).isEqualTo("desired 50");
        feed.close();
        over.get(5, TimeUnit.SECONDS);
    }

    @Test
    void anAgentThatComesAgainTakesTheFormersPlace() throws Exception {
        CompletableFuture<Void> former = serve(feeds, agent, new AgentFeed(-1), pipe);
        assertThat(pipe.event()).isEqualTo("desired 0");
        try (StreamPipe again = new StreamPipe()) {
            AgentFeed feed = new AgentFeed(0);
            CompletableFuture<Void> over = serve(feeds, agent, feed, again);
            former.get(5, TimeUnit.SECONDS);
            desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 1));
            assertThat(again.event()).isEqualTo("desired 1");
            feed.close();
            over.get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void theFeedOfAnAgentWhoseEnrolmentIsOverEnds() throws Exception {
        CompletableFuture<Void> over = serve(feeds, agent, new AgentFeed(-1), pipe);
        assertThat(pipe.event()).isEqualTo("desired 0");
        clusters.put("other.cluster", Samples.enrolled("other.cluster", "e2"));
        desired.put(Samples.CLUSTER, Samples.desired(Samples.CLUSTER, 1));
        assertThat(pipe.event()).isEqualTo("desired 1");
        clusters.put(Samples.CLUSTER, Samples.enrolled(Samples.CLUSTER, "e2"));
        over.get(5, TimeUnit.SECONDS);
        try (StreamPipe late = new StreamPipe()) {
            serve(feeds, agent, new AgentFeed(-1), late).get(5, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSilentFeedHasCommentsAndEndsWithTheCertificate() throws Exception {
        AgentFeeds chatty = AgentFeeds.of(desired, enrolments, Duration.ofMillis(20), Clock.systemUTC());
        AgentIdentity ending =
                new AgentIdentity(Samples.CLUSTER, "e1", Instant.now().plusMillis(500));
        CompletableFuture<Void> over = serve(chatty, ending, new AgentFeed(0), pipe);
        assertThat(pipe.line()).isEqualTo(": alive");
        over.get(10, TimeUnit.SECONDS);
        assertThat(Instant.now()).isAfterOrEqualTo(ending.until());
    }

    @Test
    void aPlacementThatCannotBeRenderedStaysAndSaysWhy() {
        DesiredState state = DesiredState.newBuilder()
                .setClusterId(Samples.CLUSTER)
                .setGeneration(3)
                .setPlacements(List.of(
                        Samples.placement("acme/bad", 1, Samples.manifests("{")),
                        Samples.placement("acme/shop", 2, Samples.container())))
                .build();
        JsonNode json = DesiredJson.of(state);
        assertThat(json.path("placements").size()).isEqualTo(2);
        assertThat(json.at("/placements/0/error").stringValue()).contains("not YAML");
        assertThat(json.at("/placements/0/objects").size()).isZero();
        assertThat(json.at("/placements/1").has("error")).isFalse();
        assertThat(json.at("/placements/1/objects").size()).isEqualTo(3);
        assertThat(json.at("/placements/1/resources").toString())
                .isEqualTo("{\"cpuMillis\":500,\"memoryMiB\":512,\"pods\":1}");
    }

    private static CompletableFuture<Void> serve(AgentFeeds feeds, AgentIdentity agent, AgentFeed feed, StreamPipe to) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        feeds.serve(agent, feed, to.stream());
                    } catch (IOException | InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }
}
