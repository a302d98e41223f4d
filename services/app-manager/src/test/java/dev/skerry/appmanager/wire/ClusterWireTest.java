package dev.skerry.appmanager.wire;

import static dev.skerry.appmanager.domain.Given.NOON;
import static dev.skerry.appmanager.domain.Given.SIXTEEN_CORES;
import static dev.skerry.appmanager.domain.Given.SMALL;
import static dev.skerry.appmanager.domain.Given.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Condition;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.cluster.AppReport;
import dev.skerry.appmanager.domain.cluster.ClusterEvent;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.appmanager.domain.cluster.Desired;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.Entry;
import dev.skerry.schemas.apps.AppCounts;
import dev.skerry.schemas.apps.ClusterStatus;
import dev.skerry.schemas.apps.DesiredState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class ClusterWireTest {

    private static final ClusterWire WIRE = new ClusterWire();
    private static final Desired.App SHOP =
            new Desired.App(2, 3, container(SMALL), Optional.of(new DnsName("shop", 80, 20)));
    private static final Desired.App LOGS = new Desired.App(1, 1, container(SMALL), Optional.empty());
    private static final ClusterView VIEW = new ClusterView(
            new ClusterView.Place(
                    "cph",
                    "copenhagen",
                    "emea/dk",
                    ClusterPhase.READY,
                    List.of(new Condition(Condition.Type.NODES_READY, true, "all", NOON))),
            new ClusterView.Agent(
                    true, "0.1.0", 12, 7, SIXTEEN_CORES, SMALL, List.of("203.0.113.7"), Optional.of(NOON)),
            new Desired(7, new TreeMap<>(Map.of("acme/shop", SHOP, "acme/logs", LOGS))),
            new TreeMap<>(Map.of(
                    "acme/shop", new AppReport(2, PlacementPhase.AVAILABLE, 3, ""),
                    "acme/logs", new AppReport(1, PlacementPhase.DEGRADED, 0, "image not found"))),
            new TreeSet<>(Set.of("acme/shop")),
            new TreeSet<>(Set.of("acme/logs")));

    @Test
    void whatIsStoredComesBack() {
        List<SpecificRecord> stored = WIRE.changed("cph", VIEW, List.of(changed())).stream()
                .filter(entry -> entry.topic() == null)
                .map(entry -> Bus.throughBytes(Objects.requireNonNull(entry.record())))
                .toList();

        assertThat(stored).hasSize(2);
        assertThat(WIRE.restored("cph", stored)).isEqualTo(VIEW);
        assertThat(WIRE.restored("cph", stored.reversed())).isEqualTo(VIEW);
    }

    @Test
    void whatOnlyAgentsChangeLeavesTheDesiredStateAlone() {
        List<Entry> entries = WIRE.changed("cph", VIEW, List.of(new ClusterEvent.AgentHeard(13, NOON, false)));

        assertThat(entries).extracting(Entry::name).containsExactly("");
        assertThat(WIRE.changed("cph", VIEW, List.of(new ClusterEvent.AgentHeard(13, NOON, true))))
                .extracting(Entry::topic)
                .containsExactly(null, Topics.CLUSTER_STATUS);
    }

    @Test
    void aChangeIsShownToAgentsAndToWatchers() {
        List<Entry> entries = WIRE.changed("cph", VIEW, List.of(changed()));

        assertThat(entries)
                .filteredOn(entry -> Topics.DESIRED_STATE.equals(entry.topic()))
                .singleElement()
                .satisfies(entry -> {
                    DesiredState desired = (DesiredState) Objects.requireNonNull(entry.record());
                    assertThat(entry.key()).isEqualTo("cph");
                    assertThat(desired.getGeneration()).isEqualTo(7);
                    assertThat(desired.getPlacements()).hasSize(2);
                });
        assertThat(entries)
                .filteredOn(entry -> Topics.CLUSTER_STATUS.equals(entry.topic()))
                .singleElement()
                .satisfies(entry -> {
                    ClusterStatus status = (ClusterStatus) Objects.requireNonNull(entry.record());
                    assertThat(status.getApps()).isEqualTo(new AppCounts(2, 2, 1, 1, 0));
                    assertThat(status.getLastSeen()).isEqualTo(NOON);
                    assertThat(status.getGenerationDesired()).isEqualTo(7);
                    assertThat(status.getGenerationApplied()).isEqualTo(7);
                });
    }

    @Test
    void aClusterOfUnknownPlaceIsNotShown() {
        assertThat(WIRE.changed("cph", ClusterView.unknown("cph"), List.of(new ClusterEvent.AgentHeard(1, NOON, true))))
                .extracting(Entry::name)
                .containsExactly("");
    }

    private static ClusterEvent changed() {
        return new ClusterEvent.DesiredChanged("acme/shop", Optional.of(SHOP));
    }
}
