package dev.skerry.appmanager.domain.fleet;

import static dev.skerry.appmanager.domain.Given.cluster;
import static dev.skerry.appmanager.domain.Given.in;
import static dev.skerry.appmanager.domain.Given.labelled;
import static dev.skerry.appmanager.domain.Given.perCluster;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.request;
import static dev.skerry.appmanager.domain.Given.selecting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Verdict;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An app that runs everywhere, judged one cluster at a time, stands where a look at the whole fleet would have it stand. */
class EverywhereTest {

    private static final List<ClusterPhase> PHASES =
            List.of(ClusterPhase.JOINING, ClusterPhase.READY, ClusterPhase.DEGRADED, ClusterPhase.LOST);

    private final FleetStory story = new FleetStory();
    private final Map<String, FleetCluster> clusters = new TreeMap<>();
    private final TreeSet<String> expected = new TreeSet<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void standsOnEveryClusterThatMatches(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        story.request(request("probe", selecting(Map.of("tier", "edge"), perCluster(policy(0, 1)))));
        int most = 0;
        for (int step = 0; step < 400; step++) {
            FleetCluster next = next("c" + random.nextInt(12), random);
            clusters.put(next.id(), next);
            story.seen(next);
            follow(next);
            // A cluster whose agent said that it stopped the app is free of it.
            story.fleet().placementsOf("acme/probe").values().stream()
                    .filter(Placement::draining)
                    .map(Placement::cluster)
                    .toList()
                    .forEach(id -> story.reported("acme/probe", id, PlacementPhase.GONE));

            assertThat(live()).as("step %d: %s", step, next).isEqualTo(expected);
            assertThat(named()).as("step %d: %s", step, next).isEqualTo(admitted());
            most = Math.max(most, expected.size());
        }
        assertThat(most).as("clusters that ran it at once").isGreaterThan(3);
    }

    private FleetCluster next(String id, RandomGenerator random) {
        FleetCluster plain = cluster(id, "emea/dk/copenhagen");
        FleetCluster known = clusters.getOrDefault(id, plain);
        return random.nextInt(4) == 0
                ? labelled(Map.of("tier", random.nextBoolean() ? "edge" : "core"), known)
                : in(PHASES.get(random.nextInt(PHASES.size())), known);
    }

    /** The rule, told anew: it comes to a ready cluster with the label, and leaves one that no longer keeps it. */
    private void follow(FleetCluster cluster) {
        if (keeps(cluster) && cluster.phase() == ClusterPhase.READY) {
            expected.add(cluster.id());
        } else if (!keeps(cluster) && cluster.phase() != ClusterPhase.LOST) {
            expected.remove(cluster.id());
        }
    }

    private TreeSet<String> admitted() {
        TreeSet<String> admitted = new TreeSet<>();
        for (FleetCluster cluster : clusters.values()) {
            if (expected.contains(cluster.id()) && keeps(cluster)) {
                admitted.add(cluster.id());
            }
        }
        return admitted;
    }

    private static boolean keeps(FleetCluster cluster) {
        return cluster.phase().keeps() && "edge".equals(cluster.labels().get("tier"));
    }

    private TreeSet<String> live() {
        TreeSet<String> live = new TreeSet<>();
        story.fleet().placementsOf("acme/probe").values().stream()
                .filter(Placement::live)
                .forEach(placement -> live.add(placement.cluster()));
        return live;
    }

    private TreeSet<String> named() {
        TreeSet<String> named = new TreeSet<>();
        story.app("acme/probe").taken().stream().map(Verdict::cluster).forEach(named::add);
        return named;
    }
}
