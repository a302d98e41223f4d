package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Refusal;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Why clusters that were not taken were not: a step of its own, apart from choosing, with a bound on what it costs. */
public final class Explanation {

    private final PlacementEngine engine;
    private final int most;

    /**
     * An explanation of an engine's decisions.
     *
     * @param most how many clusters get their reason, those with the largest free part first; the others are counted
     */
    public Explanation(PlacementEngine engine, int most) {
        this.engine = engine;
        this.most = most;
    }

    /**
     * The refused clusters grouped by reason, in the order of the filters, each group in the order of their ids.
     *
     * @param taken the clusters that were taken
     */
    public List<Refusal> of(Ask ask, FleetView fleet, Set<String> taken) {
        List<Map<String, List<String>>> byFilter = Stream.<Map<String, List<String>>>generate(TreeMap::new)
                .limit(engine.filters().size() + 1L)
                .toList();
        int explained = 0;
        for (Iterator<FleetCluster> all = fleet.all(); all.hasNext() && explained < most; ) {
            FleetCluster cluster = all.next();
            if (!taken.contains(cluster.id())) {
                Candidate candidate = PlacementEngine.candidate(ask, fleet, cluster);
                int filter = engine.refusing(ask, candidate);
                boolean passed = filter == PlacementEngine.NONE;
                String reason = passed
                        ? "could take it, others were preferred"
                        : engine.filters().get(filter).reason(ask, candidate);
                byFilter.get(passed ? engine.filters().size() : filter)
                        .computeIfAbsent(reason, _ -> new ArrayList<>())
                        .add(cluster.id());
                explained++;
            }
        }
        List<Refusal> refusals = new ArrayList<>();
        byFilter.forEach(byReason -> byReason.forEach((reason, ids) ->
                refusals.add(new Refusal(reason, ids.stream().sorted().toList()))));
        int others = fleet.size() - taken.size() - explained;
        if (others > 0) {
            refusals.add(new Refusal(others + " more were not taken either", List.of()));
        }
        return refusals;
    }
}
