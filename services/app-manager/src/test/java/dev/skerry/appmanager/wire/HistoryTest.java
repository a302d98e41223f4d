package dev.skerry.appmanager.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.fleet.App;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.Container;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.Division;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.PlacementPolicy;
import dev.skerry.schemas.apps.Resources;
import dev.skerry.schemas.apps.SpreadOver;
import dev.skerry.schemas.apps.Workload;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ClusteringRequested;
import dev.skerry.schemas.clusters.Condition;
import dev.skerry.schemas.clusters.ConditionType;
import dev.skerry.schemas.clusters.NodeRequirements;
import dev.skerry.schemas.clusters.SiteSelector;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Seeded random histories of a small fleet: requests, removals, agents that come and go, lose their disks and repeat themselves,
 * clusters that are lost and return, a service that starts again at any moment, topics that run ahead of each other. No capacity is
 * promised twice, no workload stops while its name is in use, and when the noise ends everything ends where it should.
 */
class HistoryTest {

    private static final int CLUSTERS = 6;
    private static final List<String> APPS = List.of("a", "b", "c", "d", "e");
    private static final Resources CAPACITY = new Resources(4_000L, 8_192L, 20);

    private final World world = new World();
    private final Set<String> away = new HashSet<>();
    private final Set<String> lost = new HashSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void whateverHappensItEndsWell(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CLUSTERS; i++) {
            world.add("c" + i, new ModelAgent("c" + i, CAPACITY));
            cluster("c" + i, ClusterPhase.READY);
        }
        for (int i = 0; i < 1_500; i++) {
            noise(random);
            for (int n = random.nextInt(4); n > 0 && !world.bus.isEmpty(); n--) {
                world.step(random);
            }
            pass(Duration.ofMillis(random.nextInt(300)));
            if (random.nextInt(20) == 0) {
                catchUp(random);
                pass(Duration.ofSeconds(random.nextInt(25)));
            }
        }
        calm(random);
        checkThatItStands();
        APPS.forEach(this::remove);
        calm(random);
        checkThatNothingIsLeft();
        assertThat(world.counts)
                .containsKeys("AppRemoved", "AgentDisconnected", "WorkloadGone", "WorkloadAvailable")
                .doesNotContainKey("Refused");
        assertThat(world.counts.getOrDefault("PlacementDecided", 0)).isGreaterThan(50);
        assertThat(world.counts.getOrDefault("PlacementStopped", 0)).isGreaterThan(20);
        world.replay();
    }

    private void noise(Random random) {
        String cluster = "c" + random.nextInt(CLUSTERS);
        switch (random.nextInt(30)) {
            case 0, 1 -> request(random, APPS.get(random.nextInt(APPS.size())));
            case 2 -> remove(APPS.get(random.nextInt(APPS.size())));
            case 3 -> away.add(cluster);
            case 4, 5 -> back(cluster);
            case 6 -> {
                if (away.contains(cluster)) {
                    lost.add(cluster);
                    cluster(cluster, ClusterPhase.LOST);
                }
            }
            case 7 -> agent(cluster).loseDisk();
            case 8 -> world.restart();
            default -> agentWorks(cluster, random, false);
        }
    }

    private void agentWorks(String cluster, Random random, boolean calm) {
        ModelAgent agent = agent(cluster);
        agent.work(random, calm);
        if (!away.contains(cluster)) {
            if (calm || random.nextInt(3) > 0) {
                agent.apply();
            }
            world.bus.put(cluster, Topics.AGENT_OBSERVATIONS, cluster, agent.report(world.now, random.nextBoolean()));
        }
    }

    private void back(String cluster) {
        away.remove(cluster);
        if (lost.remove(cluster)) {
            cluster(cluster, ClusterPhase.READY);
        }
    }

    /** The noise ends: everyone is back, and there is time enough for every wait. */
    private void calm(Random random) {
        agents().forEach(this::back);
        for (int i = 0; i < 60; i++) {
            agents().forEach(cluster -> agentWorks(cluster, random, true));
            catchUp(random);
            pass(Duration.ofSeconds(5));
        }
        catchUp(random);
    }

    private void checkThatItStands() {
        assertThat(world.nextDeadline()).isEmpty();
        for (App app : world.fleet().apps()) {
            Set<String> serving = new TreeSet<>();
            for (Placement placement : world.fleet().placementsOf(app.id()).values()) {
                assertThat(placement.draining()).as(placement.toString()).isFalse();
                serving.add(placement.cluster());
                if (app.satisfied()) {
                    assertThat(placement.revision()).as(app.toString()).isEqualTo(app.revision());
                }
            }
            assertThat(app.phase())
                    .as(app.toString())
                    .isEqualTo(
                            app.satisfied()
                                    ? AppPhase.AVAILABLE
                                    : serving.isEmpty() ? AppPhase.PENDING : AppPhase.DEGRADED);
            if (app.satisfied() && !app.policy().everywhere()) {
                assertThat(serving).as(app.toString()).hasSize(app.policy().clusters());
            }
            if (app.satisfied()) {
                assertThat(world.zone.answering(app.id()))
                        .as(app.toString())
                        .isEqualTo(app.spec().dns().isPresent() ? serving : Set.of());
            }
        }
        for (String cluster : agents()) {
            assertThat(agent(cluster).running().keySet())
                    .isEqualTo(world.view(cluster).desired().apps().keySet())
                    .allSatisfy(app ->
                            assertThat(world.fleet().placement(app, cluster)).isPresent());
        }
        checkWhatIsPublished();
    }

    private void checkThatNothingIsLeft() {
        assertThat(world.fleet().apps()).isEmpty();
        assertThat(world.nextDeadline()).isEmpty();
        for (String cluster : agents()) {
            assertThat(world.fleet().reserved(cluster)).isEqualTo(dev.skerry.appmanager.domain.Resources.NONE);
            assertThat(agent(cluster).running()).isEmpty();
            assertThat(world.view(cluster).reports()).isEmpty();
            assertThat(world.view(cluster).announced()).isEmpty();
        }
        APPS.forEach(app -> assertThat(world.zone.answering("acme/" + app)).isEmpty());
        checkWhatIsPublished();
    }

    private void checkWhatIsPublished() {
        Set<String> apps = new TreeSet<>();
        Set<String> placements = new TreeSet<>();
        world.fleet().apps().forEach(app -> {
            apps.add(app.id());
            world.fleet().placementsOf(app.id()).values().forEach(p -> placements.add(p.key()));
        });
        assertThat(world.published.getOrDefault(Topics.APP_STATE, Map.of()).keySet())
                .isEqualTo(apps);
        assertThat(world.published
                        .getOrDefault(Topics.PLACEMENT_STATE, Map.of())
                        .keySet())
                .isEqualTo(placements);
        assertThat(world.published.getOrDefault(Topics.CLUSTER_STATUS, Map.of()).keySet())
                .isEqualTo(new TreeSet<>(agents()));
    }

    private void catchUp(Random random) {
        for (int i = 0; i < 100_000 && !world.bus.isEmpty(); i++) {
            world.step(random);
        }
        assertThat(world.bus.isEmpty()).as("the topics run dry").isTrue();
    }

    private void pass(Duration time) {
        world.now = world.now.plus(time);
        world.wake();
    }

    private ModelAgent agent(String cluster) {
        return Objects.requireNonNull(world.agents.get(cluster));
    }

    private List<String> agents() {
        return List.copyOf(world.agents.keySet());
    }

    private void request(Random random, String name) {
        int clusters = random.nextInt(4);
        boolean spread = clusters > 1 && random.nextInt(3) == 0;
        Division division = random.nextBoolean() ? Division.TOTAL : Division.PER_CLUSTER;
        int replicas = division == Division.TOTAL ? Math.max(1, clusters) + random.nextInt(3) : 1 + random.nextInt(2);
        PlacementPolicy policy = PlacementPolicy.newBuilder()
                .setRegions(random.nextInt(3) == 0 ? List.of("emea") : List.of())
                .setSelector(random.nextInt(4) == 0 ? Map.of("parity", "even") : Map.of())
                .setClusters(clusters)
                .setSpread(spread ? SpreadOver.REGION : SpreadOver.NONE)
                .setSpreadMin(spread ? 1 + random.nextInt(2) : 1)
                .setReplicas(replicas)
                .setDivision(division)
                .build();
        Resources replica = new Resources(random.nextBoolean() ? 500L : 1_500L, 512L, 1);
        Workload workload = new Workload(
                WorkloadKind.CONTAINER,
                Container.newBuilder().setImage("registry.example/" + name).build(),
                null,
                replica);
        @Nullable DnsName dns = name.equals("a") || name.equals("b") ? null : new DnsName(name, 80, 20);
        String app = "acme/" + name;
        world.bus.put(
                "fleet",
                Topics.DEPLOYMENT_REQUESTS,
                app,
                new DeploymentRequested("acme", name, workload, policy, dns, "ann"));
    }

    private void remove(String name) {
        world.bus.put(
                "fleet",
                Topics.DEPLOYMENT_REQUESTS,
                "acme/" + name,
                new DeploymentRemovalRequested("acme", name, "ann"));
    }

    private void cluster(String id, ClusterPhase phase) {
        int number = Integer.parseInt(id.substring(1));
        List<Condition> conditions = new ArrayList<>();
        conditions.add(new Condition(ConditionType.AGENT_CONNECTED, phase == ClusterPhase.READY, "", Instant.EPOCH));
        ClusterState state = ClusterState.newBuilder()
                .setClusterId(id)
                .setClustering("small")
                .setSite("site" + number / 2)
                .setRegion(number < 3 ? "emea/dk" : "apac/jp")
                .setLatitude(55)
                .setLongitude(12)
                .setLabels(Map.of("parity", number % 2 == 0 ? "even" : "odd"))
                .setPhase(phase)
                .setConditions(conditions)
                .setNodes(List.of())
                .setSpec(ClusteringRequested.newBuilder()
                        .setName("small")
                        .setSites(SiteSelector.newBuilder().build())
                        .setRequirements(NodeRequirements.newBuilder().build())
                        .setKubernetesVersion("v1.36.3+k3s1")
                        .build())
                .setChangedAt(world.now)
                .build();
        world.bus.put("fleet", Topics.CLUSTER_STATE, id, state);
        world.bus.put(id, Topics.CLUSTER_STATE, id, state);
    }
}
