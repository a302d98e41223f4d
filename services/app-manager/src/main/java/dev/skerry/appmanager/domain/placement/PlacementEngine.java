package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Chooses the clusters of an app. Filters say which can take it, a scorer which are better; what an app has already stays where
 * it fits; capacity is never promised twice. Pure: the same question about the same fleet gives the same answer.
 *
 * <p>Choosing looks only at clusters that an index calls likely, and without bad luck at few of them; {@link Explanation} tells
 * afterwards, for those who want to know, why each other cluster was refused.
 */
public final class PlacementEngine {

    private static final Comparator<Candidate> PREFERENCE = Comparator.<Candidate, Boolean>comparing(
                    c -> !c.holding().orElseThrow().current())
            .thenComparing(c -> !c.holding().orElseThrow().available())
            .thenComparing(c -> c.holding().orElseThrow().since())
            .thenComparing(Candidate::id);

    /** No filter. */
    static final int NONE = -1;

    private final List<Filter> filters;
    private final Scorer scorer;

    /**
     * An engine of these policies.
     *
     * @param filters in the order in which refusals are to be explained, the cheapest and most general first,
     *     the one about room last; not empty. Clusters where less than the least share is free are not even asked
     * @param scorer ranks what passes them
     */
    public PlacementEngine(List<Filter> filters, Scorer scorer) {
        this.filters = List.copyOf(filters);
        this.scorer = scorer;
    }

    /** Ready, region, labels, capacity; the cluster with the largest free part first. */
    public static PlacementEngine standard() {
        return new PlacementEngine(List.of(StandardFilter.values()), Scorer.HEADROOM);
    }

    /** Decides where an app is to run. */
    public Decision place(Ask ask, FleetView fleet) {
        List<Candidate> kept = kept(ask, fleet);
        return ask.policy().everywhere() ? everywhere(ask, fleet, kept) : some(ask, fleet, kept);
    }

    /** Whether a cluster passes all filters. */
    public boolean admits(Ask ask, Candidate candidate) {
        return refusing(ask, candidate) == NONE;
    }

    /** Whether a cluster passes all filters but the last: whether only room could be missing. */
    public boolean matches(Ask ask, Candidate candidate) {
        int refusing = refusing(ask, candidate);
        return refusing == NONE || refusing == filters.size() - 1;
    }

    /** Which filter a cluster does not pass first; {@link #NONE} when it passes all. */
    int refusing(Ask ask, Candidate candidate) {
        for (int i = 0; i < filters.size(); i++) {
            if (!filters.get(i).admits(ask, candidate)) {
                return i;
            }
        }
        return NONE;
    }

    List<Filter> filters() {
        return filters;
    }

    /** A cluster as one app sees it. */
    public static Candidate candidate(Ask ask, FleetView fleet, FleetCluster cluster) {
        Holding holding = ask.holdings().get(cluster.id());
        Resources free = fleet.free(cluster);
        return holding == null
                ? new Candidate(cluster, free, Optional.empty())
                : new Candidate(cluster, free.plus(holding.reserved()), Optional.of(holding));
    }

    private Decision some(Ask ask, FleetView fleet, List<Candidate> kept) {
        int count = ask.policy().clusters();
        Spread spread = Spread.of(ask.policy());
        List<Candidate> chosen = spread.pick(chained(kept.iterator(), others(ask, fleet)), count);
        if (chosen.size() < count || !holdReplicas(ask, chosen)) {
            chosen = thorough(ask, fleet, spread, kept);
            if (chosen.isEmpty()) {
                Iterator<Candidate> admitted = chained(kept.iterator(), others(ask, fleet));
                return new Decision(false, Lack.of(this, ask, fleet, spread, admitted), unchanged(ask, kept));
            }
        }
        return new Decision(true, "", verdicts(ask, chosen));
    }

    /** As many as possible of the kept ones stay, then those on which most fits; at last everything is looked at. */
    private List<Candidate> thorough(Ask ask, FleetView fleet, Spread spread, List<Candidate> kept) {
        int count = ask.policy().clusters();
        List<Candidate> roomiest = ByFit.first(this, ask, fleet, count);
        if (roomiest.size() < count || !holdReplicas(ask, roomiest)) {
            return List.of();
        }
        for (int stay = Math.min(kept.size(), count); stay >= 0; stay--) {
            List<Candidate> first = kept.subList(0, stay);
            Set<String> ids = first.stream().map(Candidate::id).collect(Collectors.toSet());
            List<Candidate> chosen =
                    spread.pick(chained(first.iterator(), ByFit.without(ids, this, ask, fleet)), count);
            if (chosen.size() == count && holdReplicas(ask, chosen)) {
                return chosen;
            }
        }
        if (spread.max() == Integer.MAX_VALUE) {
            return List.of();
        }
        List<Candidate> all = new ArrayList<>();
        ByFit.without(Set.of(), this, ask, fleet).forEachRemaining(all::add);
        List<Candidate> chosen = new BestGroups(spread, count, value(ask)).of(all);
        return !chosen.isEmpty() && holdReplicas(ask, chosen) ? chosen : List.of();
    }

    /** First what fits, then what stays, then the free part: together at most {@code 2^12 * count} a replica. */
    private static ToLongFunction<Candidate> value(Ask ask) {
        int count = ask.policy().clusters();
        long unit = 4096L * count;
        long enough = Math.max(1, ask.policy().replicas() - count + 1L);
        return c -> {
            long fits = ask.policy().division() == Division.PER_CLUSTER ? 1 : Math.min(c.fits(ask.replica()), enough);
            return fits * unit + (c.kept() ? 2048 : 0) + Math.max(0, c.headroom()) / 1000;
        };
    }

    private static boolean holdReplicas(Ask ask, List<Candidate> chosen) {
        if (ask.policy().division() == Division.PER_CLUSTER) {
            return true;
        }
        long room = 0;
        for (Candidate candidate : chosen) {
            room += candidate.fits(ask.replica());
        }
        return room >= ask.policy().replicas();
    }

    private Decision everywhere(Ask ask, FleetView fleet, List<Candidate> kept) {
        List<Candidate> chosen = new ArrayList<>(kept);
        others(ask, fleet).forEachRemaining(chosen::add);
        List<Candidate> cramped = Lack.cramped(this, ask, fleet);
        boolean room = chosen.isEmpty() || holdReplicas(ask, chosen);
        boolean satisfied = !chosen.isEmpty() && cramped.isEmpty() && room;
        String lack = satisfied ? "" : Lack.everywhere(this, ask, fleet, chosen, cramped);
        return new Decision(satisfied, lack, chosen.isEmpty() ? List.of() : verdicts(ask, chosen));
    }

    private List<Candidate> kept(Ask ask, FleetView fleet) {
        if (ask.holdings().isEmpty()) {
            return List.of();
        }
        List<Candidate> kept = new ArrayList<>();
        ask.holdings().forEach((id, holding) -> {
            if (holding.live()) {
                fleet.cluster(id)
                        .map(cluster -> candidate(ask, fleet, cluster))
                        .filter(candidate -> admits(ask, candidate))
                        .ifPresent(kept::add);
            }
        });
        kept.sort(PREFERENCE);
        return kept;
    }

    /** The clusters that can take the app anew, the best first. */
    private Iterator<Candidate> others(Ask ask, FleetView fleet) {
        Iterator<Candidate> admitted = new Admitted(this, ask, fleet);
        if (scorer.followsTheView()) {
            return admitted;
        }
        record Scored(Candidate candidate, long score) {}
        List<Scored> scored = new ArrayList<>();
        admitted.forEachRemaining(c -> scored.add(new Scored(c, scorer.score(ask, c))));
        scored.sort(Comparator.comparingLong(Scored::score).reversed());
        return scored.stream().map(Scored::candidate).iterator();
    }

    private static List<Verdict> verdicts(Ask ask, List<Candidate> chosen) {
        int[] shares = Shares.of(ask, chosen);
        List<Verdict> verdicts = new ArrayList<>(shares.length);
        for (int i = 0; i < shares.length; i++) {
            Candidate candidate = chosen.get(i);
            verdicts.add(new Verdict(candidate.id(), shares[i], reason(candidate)));
        }
        return verdicts;
    }

    /** Why a cluster that passes all filters is taken, for a person. */
    public static String reason(Candidate candidate) {
        return candidate.kept() ? "stays" : "has room: free " + candidate.free().text();
    }

    /** What can go on while the policy cannot be met. */
    private static List<Verdict> unchanged(Ask ask, List<Candidate> kept) {
        List<Verdict> verdicts = new ArrayList<>();
        for (Candidate candidate : kept) {
            int replicas = ask.policy().division() == Division.PER_CLUSTER
                    ? ask.policy().replicas()
                    : candidate.holding().orElseThrow().replicas();
            if (verdicts.size() < ask.policy().clusters() && candidate.fits(ask.replica()) >= replicas) {
                verdicts.add(new Verdict(candidate.id(), replicas, "stays"));
            }
        }
        return verdicts;
    }

    private static Iterator<Candidate> chained(Iterator<Candidate> first, Iterator<Candidate> then) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return first.hasNext() || then.hasNext();
            }

            @Override
            public Candidate next() {
                return first.hasNext() ? first.next() : then.next();
            }
        };
    }
}
