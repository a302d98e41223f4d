package dev.skerry.sim.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.agent.cluster.Observation.AppState;
import dev.skerry.agent.cluster.Phase;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import dev.skerry.agent.testing.ManualTiming;
import dev.skerry.sim.net.Pace;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SimulatedRuntimeTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Resources NODE = new Resources(2000, 4096, 110);

    private final ManualTiming timing = new ManualTiming();
    private final AtomicInteger changes = new AtomicInteger();
    private final SimulatedRuntime runtime = new SimulatedRuntime(timing, new Pace(1, 1), List.of("198.18.0.1"));

    @BeforeEach
    void listen() {
        runtime.onChange(changes::incrementAndGet);
        runtime.nodesAre(List.of(NODE, NODE));
    }

    private static JsonNode object(String kind) {
        var object = JSON.createObjectNode().put("apiVersion", "v1").put("kind", kind);
        object.putObject("metadata").put("name", "x");
        return object;
    }

    private static Placement placement(String app, int revision, int replicas, long cpuMillis) {
        return new Placement(app, revision, replicas, new Resources(cpuMillis, 100, 1), List.of(object("Deployment")));
    }

    private AppState state(String app) {
        return Objects.requireNonNull(runtime.observe().apps().get(app), app);
    }

    @Test
    void podsTurnReadyAfterAWhileAndTheListenerHearsOfIt() {
        runtime.apply(placement("acme/a", 1, 3, 500));
        assertThat(state("acme/a").phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(state("acme/a").readyReplicas()).isZero();
        int before = changes.get();
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/a")).isEqualTo(new AppState(1, Phase.AVAILABLE, 3, ""));
        assertThat(changes.get()).isGreaterThan(before);
        assertThat(runtime.observe().used()).isEqualTo(new Resources(1500, 300, 3));
        assertThat(runtime.observe().capacity()).isEqualTo(new Resources(4000, 8192, 220));
        assertThat(runtime.observe().nodesReady()).isEqualTo(2);
    }

    @Test
    void whatFindsNoRoomIsDegradedUntilThereIs() {
        runtime.apply(placement("acme/a", 1, 3, 1000));
        runtime.apply(placement("acme/b", 1, 2, 1000));
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/b").phase()).isEqualTo(Phase.DEGRADED);
        assertThat(state("acme/b").readyReplicas()).isEqualTo(1);
        assertThat(state("acme/b").message()).startsWith("1 of 2 replicas find room");
        runtime.remove("acme/a");
        assertThat(state("acme/a").message()).isEqualTo("is being removed");
        timing.advance(Duration.ofSeconds(2));
        assertThat(runtime.observe().apps()).containsOnlyKeys("acme/b");
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/b").phase()).isEqualTo(Phase.AVAILABLE);
    }

    @Test
    void aNodeThatGoesTakesItsRoomWithIt() {
        runtime.apply(placement("acme/a", 1, 4, 1000));
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/a").phase()).isEqualTo(Phase.AVAILABLE);
        runtime.nodesAre(List.of(NODE));
        assertThat(state("acme/a").phase()).isEqualTo(Phase.DEGRADED);
        assertThat(state("acme/a").readyReplicas()).isEqualTo(2);
        runtime.nodesAre(List.of(NODE, NODE));
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/a").phase()).isEqualTo(Phase.AVAILABLE);
    }

    @Test
    void anUpdateKeepsServingAndMoreReplicasDisturbNone() {
        runtime.apply(placement("acme/a", 1, 2, 100));
        timing.advance(Duration.ofSeconds(2));
        runtime.apply(placement("acme/a", 2, 2, 100));
        assertThat(state("acme/a").revision()).isEqualTo(2);
        assertThat(state("acme/a").phase()).isEqualTo(Phase.PROGRESSING);
        assertThat(state("acme/a").readyReplicas()).isEqualTo(2);
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/a").phase()).isEqualTo(Phase.AVAILABLE);
        runtime.apply(placement("acme/a", 2, 5, 100));
        assertThat(state("acme/a").readyReplicas()).isEqualTo(2);
        timing.advance(Duration.ofSeconds(2));
        assertThat(state("acme/a").readyReplicas()).isEqualTo(5);
        int before = changes.get();
        runtime.apply(placement("acme/a", 2, 5, 100));
        assertThat(state("acme/a").phase()).as("a repeat is harmless").isEqualTo(Phase.AVAILABLE);
        assertThat(changes.get()).isLessThanOrEqualTo(before + 1);
    }

    @Test
    void objectsWithoutPodsAreThereAtOnceAndNonsenseIsRefused() {
        runtime.apply(new Placement("acme/c", 1, 1, new Resources(0, 0, 0), List.of(object("ConfigMap"))));
        assertThat(state("acme/c").phase()).isEqualTo(Phase.AVAILABLE);
        var nameless = JSON.createObjectNode().put("apiVersion", "v1").put("kind", "Pod");
        assertThatThrownBy(() ->
                        runtime.apply(new Placement("acme/d", 1, 1, Resources.NONE, List.of(object("Pod"), nameless))))
                .hasMessage("object 2 has no metadata.name");
        assertThatThrownBy(() -> runtime.apply(new Placement("acme/d", 1, 1, Resources.NONE, List.of())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(runtime.observe().apps()).containsOnlyKeys("acme/c");
    }

    @Test
    void anAppThatComesBackWhileItGoesStays() {
        runtime.apply(placement("acme/a", 1, 1, 100));
        timing.advance(Duration.ofSeconds(2));
        runtime.remove("acme/a");
        runtime.apply(placement("acme/a", 1, 1, 100));
        timing.advance(Duration.ofSeconds(5));
        assertThat(state("acme/a").phase()).isEqualTo(Phase.AVAILABLE);
    }
}
