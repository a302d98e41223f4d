package dev.skerry.appmanager.domain.placement;

import static dev.skerry.appmanager.domain.Given.NOON;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Verdict;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.Placement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compares the engine with trying every choice of clusters, on fleets small enough for that. */
class PlacementBruteForceTest {

    private static final int QUESTIONS = 3_000;

    private final PlacementEngine engine = PlacementEngine.standard();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void theEngineIsRightAboutWhatCanBeDone(long seed) {
        Random random = new Random(seed);
        int satisfied = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            List<FleetCluster> clusters = clusters(random);
            Fleet fleet = new Fleet();
            clusters.forEach(fleet::put);
            Ask ask = ask(random, clusters);
            List<FleetCluster> all = new ArrayList<>(clusters);
            all.addAll(crowd(random, ask));
            all.forEach(fleet::put);
            ask.holdings().forEach((cluster, holding) -> fleet.put(reservation("acme/a", cluster, holding)));

            Decision decision = engine.place(ask, fleet);

            String question = ask + " on " + all;
            assertThat(decision.satisfied()).as(question).isEqualTo(possible(ask, clusters));
            assertThat(decision.lack()).as(question).isEqualTo(decision.satisfied() ? "" : ReferenceLack.of(ask, all));
            check(ask, clusters, decision, question);
            satisfied += decision.satisfied() ? 1 : 0;
        }
        assertThat(satisfied).isBetween(QUESTIONS / 5, QUESTIONS * 4 / 5);
    }

    private static void check(Ask ask, List<FleetCluster> clusters, Decision decision, String question) {
        PlacementPolicy policy = ask.policy();
        Map<String, FleetCluster> byId = new HashMap<>();
        clusters.forEach(c -> byId.put(c.id(), c));
        Set<String> groups = new HashSet<>();
        int total = 0;
        for (Verdict verdict : decision.taken()) {
            FleetCluster cluster = Objects.requireNonNull(byId.get(verdict.cluster()), question);
            assertThat(verdict.replicas()).as(question).isBetween(1, (int) fits(ask, cluster));
            assertThat(matches(policy, cluster)).as(question).isTrue();
            groups.add(policy.spread().group(cluster));
            total += verdict.replicas();
            if (!decision.satisfied()) {
                assertThat(ask.holdings()).as(question).containsKey(verdict.cluster());
            }
        }
        assertThat(decision.taken().stream().map(Verdict::cluster)).as(question).doesNotHaveDuplicates();
        if (decision.satisfied()) {
            assertThat(decision.taken()).as(question).hasSize(policy.clusters());
            assertThat(total)
                    .as(question)
                    .isEqualTo(policy.replicas() * (policy.division() == Division.TOTAL ? 1 : policy.clusters()));
            if (policy.spread() != SpreadOver.NONE) {
                assertThat(groups.size())
                        .as(question)
                        .isBetween(
                                policy.spreadMin(), policy.spreadMax() == 0 ? Integer.MAX_VALUE : policy.spreadMax());
            }
        }
    }

    private static boolean possible(Ask ask, List<FleetCluster> clusters) {
        for (int choice = 0; choice < 1 << clusters.size(); choice++) {
            if (Integer.bitCount(choice) == ask.policy().clusters() && allowed(ask, chosen(clusters, choice))) {
                return true;
            }
        }
        return false;
    }

    private static List<FleetCluster> chosen(List<FleetCluster> clusters, int choice) {
        List<FleetCluster> chosen = new ArrayList<>();
        for (int i = 0; i < clusters.size(); i++) {
            if ((choice & (1 << i)) != 0) {
                chosen.add(clusters.get(i));
            }
        }
        return chosen;
    }

    private static boolean allowed(Ask ask, List<FleetCluster> chosen) {
        PlacementPolicy policy = ask.policy();
        Set<String> groups = new HashSet<>();
        long room = 0;
        for (FleetCluster cluster : chosen) {
            long fits = fits(ask, cluster);
            if (!matches(policy, cluster) || fits < (policy.division() == Division.TOTAL ? 1 : policy.replicas())) {
                return false;
            }
            room += fits;
            groups.add(policy.spread().group(cluster));
        }
        boolean spread = policy.spread() == SpreadOver.NONE
                || (groups.size() >= policy.spreadMin()
                        && (policy.spreadMax() == 0 || groups.size() <= policy.spreadMax()));
        return spread && (policy.division() == Division.PER_CLUSTER || room >= policy.replicas());
    }

    static boolean matches(PlacementPolicy policy, FleetCluster cluster) {
        return cluster.phase() == ClusterPhase.READY
                && (policy.regions().isEmpty()
                        || policy.regions().stream().anyMatch(r -> (cluster.region() + "/").startsWith(r + "/")))
                && cluster.labels().entrySet().containsAll(policy.selector().entrySet());
    }

    /** The only reservations are the asker's own, which count as free. */
    static long fits(Ask ask, FleetCluster cluster) {
        long cpu = cluster.capacity().cpuMillis() / ask.replica().cpuMillis();
        long memory = cluster.capacity().memoryMiB() / ask.replica().memoryMiB();
        long pods = cluster.capacity().pods() / ask.replica().pods();
        return Math.min(cpu, Math.min(memory, pods));
    }

    private static List<FleetCluster> clusters(Random random) {
        List<FleetCluster> clusters = new ArrayList<>();
        int count = 1 + random.nextInt(9);
        for (int i = 0; i < count; i++) {
            String region = random.nextBoolean() ? "emea/" + random.nextInt(2) : "apac/" + random.nextInt(2);
            clusters.add(new FleetCluster(
                    "c" + i,
                    "s" + random.nextInt(5),
                    region,
                    random.nextInt(4) == 0 ? Map.of() : Map.of("tier", "edge"),
                    random.nextInt(6) == 0 ? ClusterPhase.LOST : ClusterPhase.READY,
                    true,
                    new Resources(random.nextInt(90), random.nextInt(90), 10 + random.nextInt(90)),
                    NOON));
        }
        return clusters;
    }

    /** Clusters of which none has room for the least share, although some are empty: what an index has to pass over. */
    private static List<FleetCluster> crowd(Random random, Ask ask) {
        List<FleetCluster> crowd = new ArrayList<>();
        Resources need = ask.least();
        int count = random.nextInt(4) == 0 ? 60 + random.nextInt(60) : random.nextInt(4);
        for (int i = 0; i < count; i++) {
            int scarce = random.nextInt(3);
            crowd.add(new FleetCluster(
                    (random.nextBoolean() ? "b" : "d") + i,
                    "s" + random.nextInt(5),
                    random.nextBoolean() ? "emea/" + random.nextInt(2) : "apac/" + random.nextInt(2),
                    random.nextInt(4) == 0 ? Map.of() : Map.of("tier", "edge"),
                    random.nextInt(6) == 0 ? ClusterPhase.LOST : ClusterPhase.READY,
                    true,
                    new Resources(
                            scarce == 0 ? need.cpuMillis() - 1 : random.nextInt(200),
                            scarce == 1 ? need.memoryMiB() - 1 : random.nextInt(200),
                            scarce == 2 ? need.pods() - 1 : random.nextInt(200)),
                    NOON));
        }
        return crowd;
    }

    private static Ask ask(Random random, List<FleetCluster> clusters) {
        int wanted = 1 + random.nextInt(4);
        SpreadOver over = List.of(SpreadOver.values()).get(random.nextInt(3));
        int min = random.nextInt(wanted + 1);
        int max = random.nextBoolean() ? 0 : Math.max(1, min) + random.nextInt(2);
        Division division = List.of(Division.values()).get(random.nextInt(2));
        int replicas = division == Division.TOTAL ? wanted + random.nextInt(9) : 1 + random.nextInt(3);
        PlacementPolicy policy = new PlacementPolicy(
                random.nextInt(3) == 0 ? List.of("emea") : List.of(),
                random.nextInt(3) == 0 ? Map.of("tier", "edge") : Map.of(),
                wanted,
                over,
                min,
                max,
                replicas,
                division,
                false);
        Resources replica = new Resources(10 + random.nextInt(11), 10 + random.nextInt(11), 10);
        return new Ask(policy, replica, holdings(random, replica, clusters));
    }

    private static Map<String, Holding> holdings(Random random, Resources replica, List<FleetCluster> clusters) {
        Map<String, Holding> holdings = new HashMap<>();
        for (FleetCluster cluster : clusters) {
            long fits = cluster.capacity().holds(replica);
            if (fits > 0 && random.nextInt(3) == 0) {
                int replicas = 1 + random.nextInt((int) fits);
                holdings.put(
                        cluster.id(),
                        new Holding(
                                replicas,
                                replica,
                                random.nextInt(4) > 0,
                                random.nextBoolean(),
                                random.nextBoolean(),
                                NOON));
            }
        }
        return holdings;
    }

    private static Placement reservation(String app, String cluster, Holding holding) {
        return new Placement(
                app,
                cluster,
                "site",
                "region",
                1,
                holding.replicas(),
                holding.live() ? PlacementPhase.PROGRESSING : PlacementPhase.DRAINING,
                0,
                "",
                Optional.empty(),
                holding.each(),
                Optional.empty(),
                NOON);
    }
}
