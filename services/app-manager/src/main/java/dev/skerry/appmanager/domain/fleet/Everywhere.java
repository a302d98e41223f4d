package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Verdict;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What an app that runs the same on every matching cluster makes of one of them. The others have no say in it, so that a fleet which
 * grows by one cluster is not looked through again.
 */
final class Everywhere {

    private Everywhere() {}

    /** Whether each cluster can be judged by itself: nothing is divided between them, and none lacks room. */
    static boolean judgesEachAlone(App app) {
        PlacementPolicy policy = app.policy();
        return policy.everywhere() && policy.division() == Division.PER_CLUSTER && app.satisfied();
    }

    /** Whether a placement stays on a cluster that does not admit it: one that is lost comes back as it was. */
    static boolean stays(FleetCluster cluster) {
        return cluster.phase() == ClusterPhase.LOST;
    }

    /** The verdicts with this one, where there is room for it. What is said of a cluster already stays while it takes as many replicas. */
    static List<Verdict> with(List<Verdict> taken, Verdict verdict) {
        Predicate<Verdict> same = v -> v.cluster().equals(verdict.cluster());
        if (taken.stream().anyMatch(same.and(v -> v.replicas() == verdict.replicas()))) {
            return taken;
        }
        if (taken.stream().anyMatch(same)) {
            return taken.stream().map(v -> same.test(v) ? verdict : v).toList();
        }
        return taken.size() >= Evaluation.MOST_NAMED
                ? taken
                : Stream.concat(taken.stream(), Stream.of(verdict)).toList();
    }

    /** The verdicts without a cluster's. */
    static List<Verdict> without(List<Verdict> taken, String cluster) {
        return isNamed(taken, cluster)
                ? taken.stream().filter(v -> !v.cluster().equals(cluster)).toList()
                : taken;
    }

    /** The refusals without a cluster that is refused no longer. */
    static List<Refusal> accepted(List<Refusal> refused, String cluster) {
        Predicate<Refusal> names = refusal -> refusal.clusters().contains(cluster);
        return refused.stream().noneMatch(names)
                ? refused
                : refused.stream()
                        .map(r -> names.test(r) ? new Refusal(r.reason(), others(r.clusters(), cluster)) : r)
                        .filter(r -> !r.clusters().isEmpty())
                        .toList();
    }

    private static List<String> others(List<String> clusters, String cluster) {
        return clusters.stream().filter(id -> !id.equals(cluster)).toList();
    }

    private static boolean isNamed(List<Verdict> taken, String cluster) {
        return taken.stream().anyMatch(verdict -> verdict.cluster().equals(cluster));
    }
}
