package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.FleetCluster;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The clusters that can take an app, those on which most of it fits first, equals by id; as far as anyone asks for them. */
final class ByFit {

    private ByFit() {}

    /** All but some. */
    static Iterator<Candidate> without(Set<String> ids, PlacementEngine engine, Ask ask, FleetView fleet) {
        Comparator<Candidate> order = Comparator.<Candidate>comparingLong(c -> c.fits(ask.replica()))
                .reversed()
                .thenComparing(Candidate::id);
        Set<String> own = ask.holdings().keySet();
        Iterable<FleetCluster> fitting = () -> fleet.fitting(ask.policy(), ask.replica());
        Stream<Candidate> others = StreamSupport.stream(fitting.spliterator(), false)
                .filter(cluster -> !own.contains(cluster.id()))
                .map(cluster -> PlacementEngine.candidate(ask, fleet, cluster))
                .filter(candidate -> engine.admits(ask, candidate));
        Stream<Candidate> held = own.stream()
                .filter(id -> !ids.contains(id))
                .map(fleet::cluster)
                .flatMap(Optional::stream)
                .map(cluster -> PlacementEngine.candidate(ask, fleet, cluster))
                .filter(candidate -> engine.admits(ask, candidate))
                .sorted(order);
        return Merged.of(List.of(others.iterator(), held.iterator()), order);
    }

    /** The first so many; fewer where there are no more. */
    static List<Candidate> first(PlacementEngine engine, Ask ask, FleetView fleet, int count) {
        List<Candidate> first = new ArrayList<>();
        for (Iterator<Candidate> all = without(Set.of(), engine, ask, fleet); first.size() < count && all.hasNext(); ) {
            first.add(all.next());
        }
        return first;
    }
}
