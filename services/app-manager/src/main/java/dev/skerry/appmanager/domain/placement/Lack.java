package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.SpreadOver;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** What a fleet lacks for an app, in one sentence for a person. */
final class Lack {

    private Lack() {}

    /**
     * For an app that wants a number of clusters.
     *
     * @param admitted all that can take it
     */
    static String of(PlacementEngine engine, Ask ask, FleetView fleet, Spread spread, List<Candidate> admitted) {
        PlacementPolicy policy = ask.policy();
        if (admitted.isEmpty()) {
            return ofAll(engine, ask, fleet);
        }
        if (admitted.size() < policy.clusters()) {
            return "wants " + count(policy.clusters(), "cluster") + ", only " + admitted.size() + " can take it";
        }
        long groups = admitted.stream().map(spread::group).distinct().count();
        String over = policy.spread() == SpreadOver.REGION ? "region" : "site";
        if (groups < spread.min()) {
            return "wants at least " + count(spread.min(), over) + ", the clusters that can take it are in " + groups;
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

    /** What the filter says that the clusters got farthest to. */
    private static String ofAll(PlacementEngine engine, Ask ask, FleetView fleet) {
        List<Filter> filters = engine.filters();
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

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }
}
