package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.SpreadOver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What a fleet lacks for an app, in one sentence for a person. */
final class Lack {

    private Lack() {}

    /**
     * For an app that wants a number of clusters.
     *
     * @param admitted all that can take it; looked at only as far as needed
     */
    static String of(PlacementEngine engine, Ask ask, FleetView fleet, Spread spread, Iterator<Candidate> admitted) {
        PlacementPolicy policy = ask.policy();
        Set<String> groups = new HashSet<>();
        int count = 0;
        while (admitted.hasNext() && (count < policy.clusters() || groups.size() < spread.min())) {
            groups.add(spread.group(admitted.next()));
            count++;
        }
        if (count == 0) {
            return ofAll(engine, ask, fleet);
        }
        if (count < policy.clusters()) {
            return "wants " + count(policy.clusters(), "cluster") + ", only " + count + " can take it";
        }
        String over = policy.spread() == SpreadOver.REGION ? "region" : "site";
        if (groups.size() < spread.min()) {
            return "wants at least " + count(spread.min(), over) + ", the clusters that can take it are in "
                    + groups.size();
        }
        String within = spread.max() == Integer.MAX_VALUE ? "" : " in at most " + count(spread.max(), over);
        return "wants " + policy.replicas() + " replicas on " + count(policy.clusters(), "cluster") + within
                + ", no choice of clusters has room for them";
    }

    /** For an app that wants every cluster that matches. */
    static String everywhere(
            PlacementEngine engine, Ask ask, FleetView fleet, List<Candidate> chosen, List<Candidate> cramped) {
        if (!cramped.isEmpty()) {
            Candidate first = cramped.getFirst();
            String others = cramped.size() == 1 ? "" : " and " + (cramped.size() - 1) + " more";
            return "no room on " + first.id() + others + ": "
                    + engine.filters().getLast().reason(ask, first);
        }
        if (chosen.isEmpty()) {
            return ofAll(engine, ask, fleet);
        }
        return "wants " + ask.policy().replicas() + " replicas, the matching clusters have no room for them";
    }

    /** The clusters that pass all filters but the last, which is about room. */
    static List<Candidate> cramped(PlacementEngine engine, Ask ask, FleetView fleet) {
        int last = engine.filters().size() - 1;
        List<Candidate> cramped = new ArrayList<>();
        fleet.likely(ask.policy()).forEachRemaining(cluster -> {
            Candidate candidate = PlacementEngine.candidate(ask, fleet, cluster);
            if (engine.refusing(ask, candidate) == last) {
                cramped.add(candidate);
            }
        });
        return cramped;
    }

    /** What the filter says that the clusters got farthest to. Every cluster is looked at only when not even one matches. */
    private static String ofAll(PlacementEngine engine, Ask ask, FleetView fleet) {
        List<Filter> filters = engine.filters();
        List<Candidate> matching = largestMatching(engine, ask, fleet);
        if (!matching.isEmpty()) {
            return filters.getLast().lack(ask, matching);
        }
        List<Candidate> refused = new ArrayList<>();
        int farthest = PlacementEngine.NONE;
        for (Iterator<FleetCluster> all = fleet.all(); all.hasNext(); ) {
            Candidate candidate = PlacementEngine.candidate(ask, fleet, all.next());
            int at = engine.refusing(ask, candidate);
            if (at > farthest) {
                farthest = at;
                refused.clear();
            }
            if (at == farthest && at != PlacementEngine.NONE) {
                refused.add(candidate);
            }
        }
        return refused.isEmpty()
                ? "there is no cluster yet"
                : filters.get(farthest).lack(ask, refused);
    }

    /** Of the clusters that pass all filters but the last: the largest in each dimension, and those where the app has something. */
    private static List<Candidate> largestMatching(PlacementEngine engine, Ask ask, FleetView fleet) {
        int last = engine.filters().size() - 1;
        Predicate<FleetCluster> matches =
                cluster -> engine.refusing(ask, PlacementEngine.candidate(ask, fleet, cluster)) == last;
        Set<String> own = ask.holdings().keySet();
        Stream<FleetCluster> others = Arrays.stream(Dimension.values())
                .flatMap(dimension -> fleet
                        .largest(
                                ask.policy(),
                                dimension,
                                cluster -> !own.contains(cluster.id()) && matches.test(cluster))
                        .stream());
        Stream<FleetCluster> held =
                own.stream().flatMap(id -> fleet.cluster(id).stream()).filter(matches);
        return Stream.concat(others, held)
                .distinct()
                .map(cluster -> PlacementEngine.candidate(ask, fleet, cluster))
                .toList();
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
