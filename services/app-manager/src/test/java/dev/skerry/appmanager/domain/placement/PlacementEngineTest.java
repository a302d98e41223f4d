package dev.skerry.appmanager.domain.placement;

import static dev.skerry.appmanager.domain.Given.NOON;
import static dev.skerry.appmanager.domain.Given.SIXTEEN_CORES;
import static dev.skerry.appmanager.domain.Given.SMALL;
import static dev.skerry.appmanager.domain.Given.at;
import static dev.skerry.appmanager.domain.Given.cluster;
import static dev.skerry.appmanager.domain.Given.early;
import static dev.skerry.appmanager.domain.Given.perCluster;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.selecting;
import static dev.skerry.appmanager.domain.Given.spread;
import static dev.skerry.appmanager.domain.Given.unheard;
import static dev.skerry.appmanager.domain.Given.within;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Verdict;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.Placement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PlacementEngineTest {

    private static final String DK = "emea/dk/copenhagen";
    private static final String NO = "emea/no/oslo";
    private static final String JP = "apac/jp/tokyo";

    private final PlacementEngine engine = PlacementEngine.standard();
    private final Fleet fleet = new Fleet();

    @Test
    void takesTheClusterWithTheLargestFreePartAndOfEqualsTheFirstById() {
        fleet(cluster("b", DK), cluster("a", DK), cluster("c", DK));

        assertThat(taken(policy(2, 4))).containsExactly(Map.entry("a", 2), Map.entry("b", 2));
        assertThat(place(policy(1, 1)).taken().getFirst().reason())
                .isEqualTo("has room: free 16000m/65536MiB/110 pods");
    }

    @Test
    void passesOverRegionsLabelsAndPhases() {
        fleet(
                cluster("cph", DK),
                cluster("osl", NO),
                cluster("tyo", JP),
                cluster("new", DK, ClusterPhase.JOINING, SIXTEEN_CORES),
                cluster("dk2", "emea/dkx", ClusterPhase.READY, SIXTEEN_CORES));

        assertThat(taken(within(List.of("emea/dk"), policy(0, 1)))).containsOnlyKeys("cph");
        assertThat(taken(within(List.of("emea/dk", "emea/no"), policy(0, 2)))).containsOnlyKeys("cph", "osl");
        assertThat(taken(within(List.of("emea/dk", "emea"), policy(0, 3)))).containsOnlyKeys("cph", "osl", "dk2");
        assertThat(taken(selecting(Map.of("skerry.dev/site", "tyo", "tier", "edge"), policy(0, 1))))
                .containsOnlyKeys("tyo");
        assertThat(taken(early(within(List.of("emea/dk"), policy(0, 2))))).containsOnlyKeys("cph", "new");
    }

    @Test
    void beforeReadyWaitsForTheAgentAndForNothingElse() {
        fleet(
                unheard(cluster("a", DK, ClusterPhase.JOINING, SIXTEEN_CORES)),
                cluster("b", DK, ClusterPhase.BOOTSTRAPPING, SIXTEEN_CORES),
                cluster("c", DK, ClusterPhase.LOST, SIXTEEN_CORES),
                cluster("d", DK, ClusterPhase.PLANNED, SIXTEEN_CORES));

        assertThat(taken(early(policy(0, 1)))).containsOnlyKeys("b");
        assertThat(taken(policy(0, 1))).isEmpty();
    }

    @Test
    void dividesReplicasByWhatFits() {
        fleet(
                cluster("big", DK, ClusterPhase.READY, new Resources(12_000, 65_536, 110)),
                cluster("mid", DK, ClusterPhase.READY, new Resources(4_000, 65_536, 110)),
                cluster("tiny", DK, ClusterPhase.READY, new Resources(1_000, 65_536, 110)));

        assertThat(taken(policy(3, 17), new Resources(1_000, 1, 1))).isEqualTo(Map.of("big", 12, "mid", 4, "tiny", 1));
        assertThat(taken(policy(3, 10), new Resources(1_000, 1, 1))).isEqualTo(Map.of("big", 7, "mid", 2, "tiny", 1));
        assertThat(taken(perCluster(policy(2, 3)), new Resources(1_000, 1, 1))).isEqualTo(Map.of("big", 3, "mid", 3));
        assertThat(taken(policy(0, 1), new Resources(1_000, 1, 1))).isEqualTo(Map.of("big", 1, "mid", 1, "tiny", 1));
    }

    @Test
    void takesFewerLargeFreePartsWhenOnlyThoseHoldTheReplicas() {
        fleet(
                cluster("a", DK, ClusterPhase.READY, new Resources(1_000, 65_536, 110)),
                cluster("b", DK, ClusterPhase.READY, new Resources(1_000, 65_536, 110)),
                cluster("z", DK, ClusterPhase.READY, new Resources(9_000, 65_536, 110)));

        assertThat(taken(policy(2, 10), new Resources(1_000, 1, 1))).isEqualTo(Map.of("a", 1, "z", 9));
    }

    @Test
    void spreadsOverRegionsAndSites() {
        fleet(
                at("s1", cluster("a", DK)),
                at("s1", cluster("b", DK)),
                at("s2", cluster("c", DK)),
                at("s3", cluster("d", NO)),
                at("s4", cluster("e", NO)));

        assertThat(taken(spread(SpreadOver.REGION, 2, 0, policy(2, 2)))).containsOnlyKeys("a", "d");
        assertThat(taken(spread(SpreadOver.SITE, 3, 0, policy(3, 3)))).containsOnlyKeys("a", "c", "d");
        assertThat(taken(spread(SpreadOver.REGION, 1, 1, policy(3, 3)))).containsOnlyKeys("a", "b", "c");
        assertThat(taken(spread(SpreadOver.SITE, 1, 1, policy(2, 2)))).containsOnlyKeys("a", "b");
        assertThat(place(spread(SpreadOver.REGION, 3, 0, policy(3, 3))).lack())
                .isEqualTo("wants at least 3 regions, the clusters that can take it are in 2");
        assertThat(place(spread(SpreadOver.SITE, 1, 1, policy(3, 3))).lack())
                .isEqualTo("wants 3 replicas on 3 clusters in at most 1 site, no choice of clusters has room for them");
    }

    @Test
    void findsTheOneGroupThatIsLargeEnough() {
        fleet(
                at("s1", cluster("a", DK)),
                at("s2", cluster("b", DK)),
                at("s3", cluster("y", DK)),
                at("s3", cluster("z", DK)));

        assertThat(taken(perCluster(spread(SpreadOver.SITE, 1, 1, policy(2, 1)))))
                .containsOnlyKeys("y", "z");
    }

    @Test
    void keepsWhatItHasWhereItFits() {
        fleet(cluster("a", DK), cluster("b", DK), cluster("c", DK, ClusterPhase.DEGRADED, SIXTEEN_CORES));
        Map<String, Holding> holdings = Map.of(
                "b", new Holding(3, SMALL, true, true, true, NOON),
                "c", new Holding(1, SMALL, true, true, true, NOON));

        Decision decision = engine.place(new Ask(policy(2, 4), SMALL, holdings), fleet);

        assertThat(decision.taken())
                .containsExactlyInAnyOrder(new Verdict("b", 3, "stays"), new Verdict("c", 1, "stays"));
    }

    @Test
    void aReplacementGetsTheShareThatWasLost() {
        fleet(cluster("a", DK), cluster("b", DK), cluster("c", DK, ClusterPhase.LOST, SIXTEEN_CORES));
        Map<String, Holding> holdings = Map.of(
                "b", new Holding(3, SMALL, true, true, true, NOON),
                "c", new Holding(1, SMALL, true, true, true, NOON));

        assertThat(verdicts(engine.place(new Ask(policy(2, 4), SMALL, holdings), fleet)))
                .isEqualTo(Map.of("a", 1, "b", 3));
    }

    @Test
    void amongTooManyTheOnesThatServeStayAndThenTheOldest() {
        fleet(cluster("a", DK), cluster("b", DK), cluster("c", DK));
        Map<String, Holding> holdings = Map.of(
                "a", new Holding(1, SMALL, true, true, false, NOON),
                "b", new Holding(1, SMALL, true, true, true, NOON.plusSeconds(9)),
                "c", new Holding(1, SMALL, true, true, true, NOON.plusSeconds(5)));

        assertThat(verdicts(engine.place(new Ask(policy(1, 1), SMALL, holdings), fleet)))
                .containsOnlyKeys("c");
        assertThat(verdicts(engine.place(new Ask(policy(2, 2), SMALL, holdings), fleet)))
                .containsOnlyKeys("b", "c");
    }

    @Test
    void theRevisionInForceStaysBeforeAnOlderOneThatServes() {
        fleet(cluster("a", DK), cluster("b", DK));
        Map<String, Holding> holdings = Map.of(
                "a", new Holding(1, SMALL, true, false, true, NOON),
                "b", new Holding(1, SMALL, true, true, false, NOON.plusSeconds(9)));

        assertThat(verdicts(engine.place(new Ask(policy(1, 1), SMALL, holdings), fleet)))
                .containsOnlyKeys("b");
    }

    @Test
    void whatShrankBelowItsReservationsKeepsThemButTakesNoMore() {
        fleet(cluster("a", DK, ClusterPhase.READY, new Resources(1_000, 65_536, 110)));
        fleet.put(new Placement(
                "acme/a",
                "a",
                "s",
                DK,
                1,
                4,
                PlacementPhase.AVAILABLE,
                4,
                "",
                Optional.empty(),
                SMALL,
                Optional.empty(),
                NOON));
        Map<String, Holding> holdings = Map.of("a", new Holding(4, SMALL, true, true, true, NOON));

        assertThat(verdicts(engine.place(new Ask(policy(1, 4), SMALL, holdings), fleet)))
                .isEqualTo(Map.of("a", 4));
        assertThat(engine.place(new Ask(policy(1, 5), SMALL, holdings), fleet).satisfied())
                .isFalse();
    }

    @Test
    void saysWhatIsMissing() {
        assertThat(place(policy(1, 1)).lack()).isEqualTo("there is no cluster yet");
        fleet(
                cluster("cph", DK, ClusterPhase.READY, new Resources(32_000, 1_024, 110)),
                cluster("osl", NO, ClusterPhase.READY, new Resources(16_000, 2_048, 110)),
                cluster("new", JP, ClusterPhase.JOINING, SIXTEEN_CORES));

        assertThat(lack(policy(1, 1), new Resources(64_000, 1, 1)))
                .isEqualTo("no cluster has 64000m free: largest is cph with 32000m");
        assertThat(lack(policy(1, 1), new Resources(1, 4_096, 1)))
                .isEqualTo("no cluster has 4096 MiB free: largest is osl with 2048 MiB");
        assertThat(lack(policy(1, 1), new Resources(20_000, 2_048, 1)))
                .isEqualTo("no cluster has 20000m/2048MiB/1 pod free together");
        assertThat(lack(perCluster(policy(1, 3)), new Resources(16_000, 1, 1)))
                .isEqualTo("no cluster has 48000m free: largest is cph with 32000m");
        assertThat(lack(within(List.of("amer"), policy(1, 1)), SMALL)).isEqualTo("no ready cluster lies in amer");
        assertThat(lack(selecting(Map.of("gpu", "yes"), policy(1, 1)), SMALL))
                .isEqualTo("no ready cluster in reach has the labels gpu=yes");
        assertThat(lack(policy(3, 3), SMALL)).isEqualTo("wants 3 clusters, only 2 can take it");
        assertThat(lack(policy(2, 60), new Resources(500, 64, 1)))
                .isEqualTo("wants 60 replicas on 2 clusters, no choice of clusters has room for them");
        assertThat(lack(policy(0, 1), new Resources(500, 2_048, 1)))
                .isEqualTo("no room on cph: needs 500m/2048MiB/1 pod, free 32000m/1024MiB/110 pods");
    }

    @Test
    void everyRefusedClusterHasItsReason() {
        fleet(
                cluster("cph", DK),
                cluster("full", DK, ClusterPhase.READY, new Resources(100, 100, 1)),
                cluster("more", DK),
                cluster("new", DK, ClusterPhase.JOINING, SIXTEEN_CORES),
                cluster("tyo", JP));
        Ask ask = new Ask(within(List.of("emea"), perCluster(policy(1, 2))), SMALL, Map.of());

        assertThat(new Explanation(engine, 10).of(ask, fleet, Set.of("cph")))
                .containsExactly(
                        new Refusal("not ready: JOINING", List.of("new")),
                        new Refusal("outside emea", List.of("tyo")),
                        new Refusal("needs 500m/512MiB/1 pod x 2, free 100m/100MiB/1 pod", List.of("full")),
                        new Refusal("could take it, others were preferred", List.of("more")));
    }

    @Test
    void ofManyRefusedClustersSomeAreExplainedAndTheOthersCounted() {
        for (int i = 0; i < 40; i++) {
            fleet(cluster("c%02d".formatted(i), DK, ClusterPhase.READY, new Resources(100 + i % 2, 100, 1)));
        }

        assertThat(new Explanation(engine, 30).of(new Ask(policy(1, 1), SMALL, Map.of()), fleet, Set.of()))
                .extracting(Refusal::reason, refusal -> refusal.clusters().size())
                .containsExactly(
                        tuple("needs 500m/512MiB/1 pod, free 100m/100MiB/1 pod", 15),
                        tuple("needs 500m/512MiB/1 pod, free 101m/100MiB/1 pod", 15),
                        tuple("10 more were not taken either", 0));
    }

    @Test
    void anotherScorerRanksTheCandidates() {
        fleet(cluster("a", DK), cluster("b", DK), cluster("c", DK));
        PlacementEngine lastLetterFirst = new PlacementEngine(
                List.of(StandardFilter.values()),
                (_, candidate) -> candidate.id().charAt(0));

        assertThat(verdicts(lastLetterFirst.place(new Ask(policy(2, 2), SMALL, Map.of()), fleet)))
                .containsOnlyKeys("b", "c");
    }

    private void fleet(FleetCluster... clusters) {
        for (FleetCluster cluster : clusters) {
            fleet.put(cluster);
        }
    }

    private Decision place(PlacementPolicy policy) {
        return engine.place(new Ask(policy, SMALL, Map.of()), fleet);
    }

    private String lack(PlacementPolicy policy, Resources replica) {
        return engine.place(new Ask(policy, replica, Map.of()), fleet).lack();
    }

    private Map<String, Integer> taken(PlacementPolicy policy) {
        return verdicts(place(policy));
    }

    private Map<String, Integer> taken(PlacementPolicy policy, Resources replica) {
        return verdicts(engine.place(new Ask(policy, replica, Map.of()), fleet));
    }

    private static Map<String, Integer> verdicts(Decision decision) {
        return decision.taken().stream().collect(Collectors.toMap(Verdict::cluster, Verdict::replicas));
    }
}
