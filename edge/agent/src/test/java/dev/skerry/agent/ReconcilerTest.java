package dev.skerry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.cluster.DesiredState;
import dev.skerry.agent.cluster.Observation.AppState;
import dev.skerry.agent.cluster.Phase;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import dev.skerry.agent.disk.Disk;
import dev.skerry.agent.testing.ManualTiming;
import dev.skerry.agent.testing.RecordingRuntime;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class ReconcilerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    private final ManualTiming timing = new ManualTiming();
    private final RecordingRuntime runtime = new RecordingRuntime();
    private final List<Long> reconciled = new ArrayList<>();
    private Departures departures;
    private Desired desired;
    private Reconciler reconciler;

    @BeforeEach
    void start() {
        departures = new Departures(Disk.of(folder), JSON, timing.now());
        desired = new Desired(Disk.of(folder), JSON, departures);
        var settings = new AgentSettings(
                "c", URI.create("https://a"), URI.create("https://b"), "", "", folder, "1", AgentSettings.Pace.USUAL);
        var host = new AgentHost(timing, Runnable::run, new Random(1));
        reconciler = new Reconciler(
                settings, host, runtime, desired, departures, () -> reconciled.add(reconciler.applied()));
        runtime.onChange(reconciler::poke);
    }

    private static Placement placement(String app, int revision, int replicas) {
        var object = JSON.createObjectNode().put("kind", "Deployment").put("replicas", replicas);
        return new Placement(app, revision, replicas, new Resources(100, 100, 1), List.of(object));
    }

    private void desire(long generation, Placement... placements) {
        desired.replace(new DesiredState(generation, List.of(placements)));
        reconciler.poke();
    }

    @Test
    void whileNothingIsKnownNothingIsRemoved() {
        runtime.become("acme/old", new AppState(1, Phase.AVAILABLE, 1, ""));
        reconciler.poke();
        assertThat(runtime.calls()).isEmpty();
        desire(1);
        assertThat(runtime.calls()).containsExactly("remove acme/old");
        assertThat(departures.all()).containsEntry("acme/old", 1);
    }

    @Test
    void appliesWhatDiffersAndLeavesTheRest() {
        desire(1, placement("acme/a", 1, 1), placement("acme/b", 1, 1));
        assertThat(runtime.calls()).containsExactly("apply acme/a r1 x1", "apply acme/b r1 x1");
        desire(2, placement("acme/a", 1, 3), placement("acme/b", 1, 1));
        assertThat(runtime.calls()).containsExactly("apply acme/a r1 x3");
        desire(3, placement("acme/a", 2, 3));
        assertThat(runtime.calls()).containsExactly("remove acme/b", "apply acme/a r2 x3");
        assertThat(reconciled.getLast()).isEqualTo(3);
        runtime.lose("acme/a");
        reconciler.poke();
        assertThat(runtime.calls()).containsExactly("apply acme/a r2 x3");
        timing.advance(AgentSettings.Pace.USUAL.resync());
        assertThat(runtime.calls()).containsExactly("apply acme/a r2 x3");
    }

    @Test
    void whatIsRefusedIsToldAndTriedAgain() {
        runtime.refuse("acme/a", true);
        desire(1, placement("acme/a", 1, 1), placement("acme/b", 1, 1));
        assertThat(reconciler.refusals()).containsOnlyKeys("acme/a").containsEntry("acme/a", "the cluster will not");
        assertThat(reconciler.applied()).isEqualTo(1);
        runtime.refuse("acme/a", false);
        timing.advance(Duration.ofMinutes(1));
        assertThat(reconciler.refusals()).isEmpty();
        assertThat(runtime.running()).containsExactlyInAnyOrder("acme/a", "acme/b");
    }

    @Test
    void anOlderGenerationIsNotTaken() {
        desire(5, placement("acme/a", 1, 1));
        assertThat(desired.replace(new DesiredState(4, List.of()))).isFalse();
        assertThat(desired.replace(new DesiredState(5, List.of()))).isFalse();
        assertThat(new Desired(Disk.of(folder), JSON, departures).generation()).isEqualTo(5);
    }

    @Test
    void numbersOfReportsGrowOverRestartsAndDeparturesOutliveThem() {
        desire(1, placement("acme/a", 1, 1));
        desire(2);
        long last = 0;
        for (int report = 0; report < 2500; report++) {
            long next = departures.nextSequence();
            assertThat(next).isGreaterThan(last);
            last = next;
        }
        var restarted = new Departures(Disk.of(folder), JSON, timing.now());
        assertThat(restarted.nextSequence()).isGreaterThan(last);
        assertThat(restarted.all()).containsOnlyKeys("acme/a");
        restarted.end(Set.of("acme/a"));
        restarted.save();
        assertThat(new Departures(Disk.of(folder), JSON, timing.now()).all()).isEmpty();
    }

    @Test
    void whateverHappensTheClusterEndsAsDesired() {
        for (int seed = 0; seed < 10; seed++) {
            var random = new Random(seed);
            List<Placement> wanted = List.of();
            for (int step = 0; step < 50; step++) {
                switch (random.nextInt(5)) {
                    case 0 -> runtime.lose("acme/" + random.nextInt(6));
                    case 1 -> runtime.become("acme/" + random.nextInt(9), new AppState(9, Phase.DEGRADED, 0, "stray"));
                    case 2 -> timing.advance(Duration.ofSeconds(random.nextInt(400)));
                    case 3 -> runtime.refuse("acme/" + random.nextInt(6), random.nextBoolean());
                    default -> {
                        wanted = IntStream.range(0, 6)
                                .filter(_ -> random.nextBoolean())
                                .mapToObj(app -> placement("acme/" + app, 1 + random.nextInt(3), 1 + random.nextInt(3)))
                                .toList();
                        desire(desired.generation() + 1, wanted.toArray(Placement[]::new));
                    }
                }
            }
            if (desired.current() == null) {
                continue;
            }
            IntStream.range(0, 6).forEach(app -> runtime.refuse("acme/" + app, false));
            timing.advance(Duration.ofMinutes(10));
            assertThat(runtime.observe().apps())
                    .isEqualTo(wanted.stream()
                            .collect(Collectors.toMap(
                                    Placement::app,
                                    p -> new AppState(p.revision(), Phase.AVAILABLE, p.replicas(), ""))));
        }
    }
}
