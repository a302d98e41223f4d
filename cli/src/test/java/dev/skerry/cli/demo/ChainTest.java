package dev.skerry.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.output.Trees;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ChainTest {

    private static final String WORLD = """
            kind: Site
            metadata: {name: cph}
            spec: {region: emea/dk/cph, labels: {tier: edge}}
            ---
            kind: Site
            metadata: {name: nyc}
            spec: {region: amer/us/nyc, labels: {tier: edge}}
            ---
            kind: Site
            metadata: {name: emeadow}
            spec: {region: emeadow, labels: {tier: metro}}
            ---
            kind: Cluster
            metadata: {name: east}
            spec: {sites: {regions: [emea]}}
            ---
            kind: Cluster
            metadata: {name: edge}
            spec: {sites: {labels: {tier: edge}, names: [nyc, emeadow]}}
            ---
            kind: App
            metadata: {tenant: acme, name: shop}
            spec: {dns: {name: shop}}
            ---
            kind: App
            metadata: {tenant: acme, name: batch}
            spec: {}
            """;

    private final Map<String, JsonNode> machines = new HashMap<>();
    private final Map<String, JsonNode> clusters = new HashMap<>();
    private final Map<String, JsonNode> apps = new HashMap<>();
    private final Map<String, JsonNode> placements = new HashMap<>();
    private final Map<String, JsonNode> records = new HashMap<>();
    private final Expectation expected = Expectation.of(
            DocumentFiles.read(List.of("-"), new ByteArrayInputStream(WORLD.getBytes(StandardCharsets.UTF_8))),
            2,
            Set.of(),
            Set.of());

    @BeforeEach
    void allIsDone() {
        put(machines, "m1", "{name: m1, site: cph, lifecycle: ACTIVE}");
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: ACTIVE}");
        put(clusters, "east.cph", "{phase: READY}");
        put(clusters, "edge.nyc", "{phase: READY}");
        put(apps, "acme/shop", "{phase: AVAILABLE}");
        put(apps, "acme/batch", "{phase: AVAILABLE}");
        put(apps, "skerry/fluent-bit", "{phase: AVAILABLE}");
        put(placements, "acme/shop@east.cph", "{app: acme/shop, clusterId: east.cph, phase: AVAILABLE}");
        put(placements, "acme/batch@edge.nyc", "{app: acme/batch, clusterId: edge.nyc, phase: AVAILABLE}");
        put(placements, "acme/batch@old", "{app: acme/batch, clusterId: old, phase: GONE}");
        put(records, "shop", "{targets: [{clusterId: east.cph}]}");
    }

    @Test
    void clustersAreExpectedWhereEveryPartOfTheSelectorAgrees() {
        assertThat(expected.clusters()).containsExactly("east.cph", "edge.nyc");
        assertThat(expected.sites()).isEqualTo(3);
        assertThat(expected.names()).containsExactly(Map.entry("acme/shop", "shop"));
    }

    @Test
    void whatIsDoneIsReachedAndHasNoReasons() {
        assertThat(Stage.values()).allMatch(chain()::reached);
        assertThat(Reasons.of(chain())).isEmpty();
        assertThat(chain().placementsAvailable()).isEqualTo(2);
    }

    @Test
    void aMachineThatDiesMustStandAsFailedWithAReason() {
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: INSTALLING, macs: ['52:54:00:00:00:02']}");
        Expectation withDead = Expectation.of(
                DocumentFiles.read(List.of("-"), new ByteArrayInputStream(WORLD.getBytes(StandardCharsets.UTF_8))),
                2,
                Set.of("52:54:00:00:00:02"),
                Set.of());
        assertThat(chain(withDead).reached(Stage.ACTIVE)).isTrue();
        assertThat(chain(withDead).holds()).isFalse();
        assertThat(Reasons.of(chain(withDead))).containsExactly("machine m2 at nyc is INSTALLING");
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: FAILED, macs: ['52:54:00:00:00:02'], reason: ''}");
        assertThat(chain(withDead).holds()).as("nobody says why").isFalse();
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: FAILED, macs: ['52:54:00:00:00:02'], reason: silence}");
        assertThat(chain(withDead).holds()).isTrue();
        assertThat(Reasons.of(chain(withDead))).isEmpty();
        put(clusters, "east.cph", "{phase: DEGRADED}");
        assertThat(chain(withDead).holds()).as("what was reached was lost").isFalse();
    }

    @Test
    void aMachineWithABadPowerControllerIsActiveOrHasFailedWithAReason() {
        Expectation withBad = Expectation.of(
                DocumentFiles.read(List.of("-"), new ByteArrayInputStream(WORLD.getBytes(StandardCharsets.UTF_8))),
                2,
                Set.of(),
                Set.of("52:54:00:00:00:02"));
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: ACTIVE, macs: ['52:54:00:00:00:02']}");
        assertThat(chain(withBad).holds()).isTrue();
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: INSPECTING, macs: ['52:54:00:00:00:02']}");
        assertThat(chain(withBad).reached(Stage.ACTIVE)).isTrue();
        assertThat(chain(withBad).holds()).isFalse();
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: FAILED, macs: ['52:54:00:00:00:02'], reason: hangs}");
        assertThat(chain(withBad).holds()).isTrue();
        put(machines, "m1", "{name: m1, site: cph, lifecycle: FAILED, macs: ['52:54:00:00:00:01'], reason: hangs}");
        assertThat(chain(withBad).reached(Stage.ACTIVE)).isFalse();
    }

    @Test
    void aMachineThatNobodyKnowsYetIsMissed() {
        machines.remove("m2");
        assertThat(chain().reached(Stage.ACTIVE)).isFalse();
        assertThat(Reasons.of(chain())).containsExactly("machines: 1 of 2 are known");
    }

    @Test
    void aMachineThatFailedIsNamedWithItsReason() {
        put(machines, "m2", "{name: m2, site: nyc, lifecycle: FAILED, reason: BMC does not answer}");
        assertThat(chain().reached(Stage.ACTIVE)).isFalse();
        assertThat(Reasons.of(chain())).containsExactly("machine m2 at nyc is FAILED: BMC does not answer");
    }

    @Test
    void aClusterThatIsNotThereYetIsMissed() {
        clusters.remove("edge.nyc");
        assertThat(chain().reached(Stage.READY)).isFalse();
        put(
                clusters,
                "edge.nyc",
                "{phase: JOINING, reason: '', conditions: [{type: NODES_READY, holds: false, reason: 1 of 2}, {type: CONTROL_PLANE_READY, holds: true}]}");
        assertThat(Reasons.of(chain())).containsExactly("cluster edge.nyc is JOINING, not NODES_READY: 1 of 2");
    }

    @Test
    void aPlatformToolCountsToo() {
        put(apps, "skerry/fluent-bit", "{phase: PROGRESSING, reason: 1 of 2 clusters}");
        assertThat(chain().reached(Stage.PLACED)).isFalse();
        assertThat(Reasons.of(chain())).containsExactly("app skerry/fluent-bit is PROGRESSING: 1 of 2 clusters");
    }

    @Test
    void aPlacementUnderWayIsMissedButOneThatIsGoneIsNot() {
        put(placements, "acme/batch@edge.nyc", "{app: acme/batch, clusterId: edge.nyc, phase: DELIVERED}");
        assertThat(chain().reached(Stage.PLACED)).isFalse();
        assertThat(Reasons.of(chain())).containsExactly("placement of acme/batch on edge.nyc is DELIVERED");
    }

    @Test
    void aNameMustAnswerForExactlyTheClustersThatRunItsApp() {
        put(records, "shop", "{targets: [{clusterId: east.cph}, {clusterId: edge.nyc}]}");
        assertThat(chain().reached(Stage.NAMED)).isFalse();
        records.clear();
        assertThat(chain().reached(Stage.NAMED)).isFalse();
        assertThat(Reasons.of(chain())).containsExactly("name shop of acme/shop has no record");
    }

    @Test
    void manyReasonsAreCounted() {
        for (int i = 0; i < 30; i++) {
            put(machines, "x" + i, "{name: x%d, site: cph, lifecycle: INSPECTING}".formatted(i));
        }
        assertThat(Reasons.of(chain())).hasSize(21).last().isEqualTo("and 10 more machines");
    }

    @Test
    void theResultHasTheAgreedForm() {
        DemoResult result = new DemoResult(chain());
        result.reached(Stage.ACTIVE, 10.123);
        result.reached(Stage.READY, 12);
        result.reached(Stage.PLACED, 13.5);
        result.reached(Stage.NAMED, 13.6);
        result.asked(Trees.JSON.readTree("{\"asked\":3,\"correct\":3,\"answers\":[]}"), 13.9);
        result.events(1234);
        result.total(40.004);
        assertThat(Trees.jsonLine(result.json()))
                .isEqualTo(
                        "{\"sites\":3,\"machines\":2,\"machinesActive\":2,\"clusters\":2,\"clustersReady\":2,\"apps\":3,"
                                + "\"placementsAvailable\":2,\"dnsAsked\":3,\"dnsCorrect\":3,\"eventsTotal\":1234,"
                                + "\"seconds\":{\"active\":10.12,\"ready\":12.0,\"placed\":13.5,\"dns\":13.9,\"total\":40.0},\"failed\":[]}");
        assertThat(String.join("\n", result.lines())).contains("all clusters are ready     12.0     +1.9");
    }

    private Chain chain() {
        return chain(expected);
    }

    private Chain chain(Expectation expectation) {
        return new Chain(new Snapshot(machines, clusters, apps, placements, records), expectation);
    }

    private static void put(Map<String, JsonNode> items, String key, String yaml) {
        items.put(key, Trees.yaml().readTree(yaml));
    }
}
