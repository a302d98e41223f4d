package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/** What a fleet lacks, worked out by looking at every cluster; the asker's own reservations are the only ones. */
final class ReferenceLack {

    private ReferenceLack() {}

    static String of(Ask ask, List<FleetCluster> clusters) {
        PlacementPolicy policy = ask.policy();
        int least = policy.division() == Division.TOTAL ? 1 : policy.replicas();
        List<FleetCluster> matching = clusters.stream()
                .filter(c -> PlacementBruteForceTest.matches(policy, c))
                .toList();
        List<FleetCluster> roomy = matching.stream()
                .filter(c -> PlacementBruteForceTest.fits(ask, c) >= least)
                .toList();
        if (roomy.isEmpty()) {
            return matching.isEmpty()
                    ? ofNoMatch(policy, clusters)
                    : ofNoRoom(ask.replica().times(least), matching);
        }
        if (roomy.size() < policy.clusters()) {
            return "wants " + policy.clusters() + " clusters, only " + roomy.size() + " can take it";
        }
        long groups = roomy.stream().map(policy.spread()::group).distinct().count();
        String over = policy.spread() == SpreadOver.REGION ? "region" : "site";
        if (policy.spread() != SpreadOver.NONE && groups < policy.spreadMin()) {
            return "wants at least " + count(policy.spreadMin(), over) + ", the clusters that can take it are in "
                    + groups;
        }
        boolean bounded = policy.spread() != SpreadOver.NONE && policy.spreadMax() != 0;
        return "wants " + policy.replicas() + " replicas on " + count(policy.clusters(), "cluster")
                + (bounded ? " in at most " + count(policy.spreadMax(), over) : "")
                + ", no choice of clusters has room for them";
    }

    private static String ofNoMatch(PlacementPolicy policy, List<FleetCluster> clusters) {
        List<FleetCluster> ready =
                clusters.stream().filter(c -> c.phase() == ClusterPhase.READY).toList();
        if (ready.isEmpty()) {
            return "no cluster is ready: "
                    + clusters.stream()
                            .collect(Collectors.groupingBy(FleetCluster::phase, TreeMap::new, Collectors.counting()))
                            .entrySet()
                            .stream()
                            .map(each -> each.getValue() + " " + each.getKey())
                            .collect(Collectors.joining(", "));
        }
        return ready.stream().noneMatch(c -> policy.covers(c.region()))
                ? "no ready cluster lies in " + String.join(", ", policy.regions())
                : "no ready cluster in reach has the labels "
                        + policy.selector().entrySet().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(", "));
    }

    private static String ofNoRoom(Resources need, List<FleetCluster> matching) {
        return tooSmall(matching, need, Resources::cpuMillis, "m")
                .or(() -> tooSmall(matching, need, Resources::memoryMiB, " MiB"))
                .or(() -> tooSmall(matching, need, Resources::pods, " pods"))
                .orElse("no cluster has " + need.text() + " free together");
    }

    private static Optional<String> tooSmall(
            List<FleetCluster> matching, Resources need, ToLongFunction<Resources> amount, String unit) {
        long most = matching.stream()
                .mapToLong(c -> amount.applyAsLong(c.capacity()))
                .max()
                .orElseThrow();
        String first = matching.stream()
                .filter(c -> amount.applyAsLong(c.capacity()) == most)
                .map(FleetCluster::id)
                .min(String::compareTo)
                .orElseThrow();
        long wanted = amount.applyAsLong(need);
        return most >= wanted
                ? Optional.empty()
                : Optional.of("no cluster has " + wanted + unit + " free: largest is " + first + " with "
                        + Math.max(most, 0) + unit);
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
