package dev.skerry.appmanager.wire;

import static dev.skerry.appmanager.domain.Given.NOON;
import static dev.skerry.appmanager.domain.Given.SMALL;
import static dev.skerry.appmanager.domain.Given.cluster;
import static dev.skerry.appmanager.domain.Given.early;
import static dev.skerry.appmanager.domain.Given.named;
import static dev.skerry.appmanager.domain.Given.perCluster;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.request;
import static dev.skerry.appmanager.domain.Given.selecting;
import static dev.skerry.appmanager.domain.Given.spread;
import static dev.skerry.appmanager.domain.Given.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Verdict;
import dev.skerry.appmanager.domain.Workload;
import dev.skerry.appmanager.domain.fleet.App;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.FleetInput;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.apps.AppCounts;
import dev.skerry.schemas.apps.ClusterStatus;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.PlacementDecided;
import dev.skerry.schemas.apps.WorkloadKind;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.dns.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FleetWireTest {

    private static final FleetWire WIRE = new FleetWire();

    @ParameterizedTest
    @MethodSource
    void requestsComeBackAsTheyWent(DeploymentRequest request) {
        assertThat(input(Topics.DEPLOYMENT_REQUESTS, AppWire.request(request)))
                .contains(new FleetInput.Requested(request));
    }

    static Stream<DeploymentRequest> requestsComeBackAsTheyWent() {
        return Stream.of(
                request("a", policy(0, 1)),
                named(request("b", perCluster(policy(3, 2)))),
                request("c", early(within(List.of("emea/dk", "apac"), policy(1, 1)))),
                request("d", selecting(Map.of("tier", "edge"), spread(SpreadOver.SITE, 2, 3, policy(4, 9)))),
                new DeploymentRequest(
                        "acme",
                        "e",
                        new Workload(
                                new Workload.Container(
                                        "i", List.of("-x"), Map.of("A", "1", "B", "2"), List.of(80, 443)),
                                SMALL),
                        spread(SpreadOver.REGION, 1, 1, policy(1, 1)),
                        Optional.empty(),
                        ""),
                new DeploymentRequest(
                        "acme",
                        "f",
                        new Workload(new Workload.Manifests("kind: Pod"), SMALL),
                        policy(1, 1),
                        Optional.empty(),
                        "ann"));
    }

    @Test
    void aWorkloadThatIsNotOfItsKindIsRefusedByField() {
        DeploymentRequested good = AppWire.request(request("a", policy(1, 1)));
        var missing = new dev.skerry.schemas.apps.Workload(
                WorkloadKind.MANIFESTS,
                good.getWorkload().getContainer(),
                null,
                good.getWorkload().getResources());
        DeploymentRequested bad = new DeploymentRequested("acme", "a", missing, good.getPlacement(), null, "ann");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> input(Topics.DEPLOYMENT_REQUESTS, bad))
                .withMessageContaining("workload.manifests");
    }

    @Test
    void theOtherInputs() {
        assertThat(input(Topics.DEPLOYMENT_REQUESTS, new DeploymentRemovalRequested("acme", "shop", "ann")))
                .contains(new FleetInput.RemovalRequested("acme/shop"));
        assertThat(input(
                        Topics.RECORD_EVENTS,
                        new RecordChanged(
                                "shop",
                                "acme/shop",
                                80,
                                20,
                                List.of(new Target("cph", "copenhagen", List.of("203.0.113.7"))),
                                List.of("osl"))))
                .contains(new FleetInput.RecordChanged("acme/shop", Set.of("cph"), Set.of("osl")));
        assertThat(input(Topics.CLUSTER_STATUS, status(0, null))).isEmpty();
        assertThat(input(Topics.CLUSTER_STATUS, status(0, NOON)))
                .contains(new FleetInput.CapacityReported("cph", Resources.NONE));
        assertThat(input(Topics.CLUSTER_STATUS, status(4_000, null)))
                .contains(new FleetInput.CapacityReported("cph", new Resources(4_000, 0, 0)));
    }

    @Test
    void whatIsStoredComesBack() {
        FleetCluster cph = cluster("cph", "emea/dk");
        App app = new App(
                "acme/shop",
                3,
                named(request("shop", policy(2, 4))),
                AppPhase.DEGRADED,
                "wants 2 clusters, only 1 can take it",
                List.of(new Verdict("cph", 4, "has room")),
                List.of(new Refusal("not ready: LOST", List.of("osl", "tyo"))),
                NOON);
        Placement live = placement("cph", PlacementPhase.AVAILABLE, Optional.empty());
        Placement leaving = placement("osl", PlacementPhase.DRAINING, Optional.of(NOON.plusSeconds(20)));
        Fleet fleet = new Fleet();
        fleet.put(leaving);
        fleet.put(app);
        fleet.put(live);
        fleet.put(cph);

        List<Entry> entries = WIRE.changed(
                "fleet",
                fleet,
                List.of(
                        new FleetEvent.AppEvaluated(app),
                        new FleetEvent.PlacementChanged(live),
                        new FleetEvent.PlacementChanged(leaving),
                        new FleetEvent.ClusterChanged(cph),
                        new FleetEvent.AppChanged(app),
                        new FleetEvent.PlacementGone("acme/shop", "tyo"),
                        new FleetEvent.Refused("name", "bad")));

        assertThat(entries)
                .extracting(Entry::name)
                .containsExactly(
                        "app/acme/shop",
                        "placement/acme/shop@cph",
                        "placement/acme/shop@osl",
                        "cluster/cph",
                        "placement/acme/shop@tyo");
        assertThat(entries.getLast().record()).isNull();
        assertThat(entries.getLast().key()).isEqualTo("acme/shop@tyo");
        Fleet restored = WIRE.restored(
                "fleet", entries.stream().flatMap(FleetWireTest::stored).toList());
        assertThat(restored.app("acme/shop")).contains(app);
        assertThat(restored.placementsOf("acme/shop")).isEqualTo(Map.of("cph", live, "osl", leaving));
        assertThat(restored.cluster("cph")).contains(cph);
        assertThat(restored.reserved("cph")).isEqualTo(SMALL.times(2));
        assertThat(restored.reserved("osl")).isEqualTo(SMALL.times(2));
    }

    @Test
    void aDecisionTellsTheClusterWhatToRun() {
        DeploymentRequest request = named(request("shop", policy(1, 2)));
        List<Outgoing> out = WIRE.outgoing(
                new FleetEvent.PlacementDecided(placement("cph", PlacementPhase.PENDING, Optional.empty()), request),
                new Fleet());

        assertThat(out)
                .containsExactly(Outgoing.publish(
                        Topics.PLACEMENT_EVENTS,
                        "cph",
                        new PlacementDecided(
                                "acme/shop",
                                "cph",
                                3,
                                2,
                                AppWire.workload(request.workload()),
                                AppWire.dns(request.dns()),
                                "has room")));
    }

    @Test
    void aRefusalGoesToTheDeadLetters() {
        assertThat(WIRE.outgoing(new FleetEvent.Refused("name", "is bad"), new Fleet()))
                .containsExactly(Outgoing.refuse("name", "is bad"));
    }

    private static Placement placement(String cluster, PlacementPhase phase, Optional<Instant> stopAt) {
        return new Placement(
                "acme/shop",
                cluster,
                "site",
                "emea/dk",
                3,
                2,
                phase,
                1,
                "has room",
                stopAt,
                SMALL,
                Optional.of(Duration.ofSeconds(20)),
                NOON);
    }

    private static ClusterStatus status(long cpuMillis, @Nullable Instant lastSeen) {
        var nothing = new dev.skerry.schemas.apps.Resources(0L, 0L, 0);
        return new ClusterStatus(
                "cph",
                "copenhagen",
                "emea/dk",
                ClusterPhase.READY,
                List.of(),
                new dev.skerry.schemas.apps.Resources(cpuMillis, 0L, 0),
                nothing,
                new AppCounts(0, 0, 0, 0, 0),
                "",
                lastSeen,
                0L,
                0L);
    }

    private static Stream<SpecificRecord> stored(Entry entry) {
        SpecificRecord record = entry.record();
        return record == null ? Stream.empty() : Stream.of(Bus.throughBytes(record));
    }

    private static Optional<FleetInput> input(Topic topic, SpecificRecord record) {
        EventHeaders headers = new EventHeaders("id", "type", "source", NOON, "key", "c", "c", null);
        return WIRE.input(new Received(topic, "key", Bus.throughBytes(record), headers));
    }
}
