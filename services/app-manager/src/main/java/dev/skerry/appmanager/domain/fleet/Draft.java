package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppRemoved;
import dev.skerry.appmanager.domain.fleet.FleetEvent.ClusterChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.OfApp;
import dev.skerry.appmanager.domain.fleet.FleetEvent.OfPlacement;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementGone;
import dev.skerry.appmanager.domain.fleet.FleetEvent.Refused;
import dev.skerry.appmanager.domain.placement.FleetView;
import dev.skerry.appmanager.domain.placement.Merged;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A decision in the making: the fleet with the events so far laid over it, so that one decision reserves for many apps and the
 * fleet itself stays untouched. The order of clusters is that of before, but for the one that changed; free capacity is exact.
 */
final class Draft implements FleetView {

    private final Fleet fleet;
    private final Instant at;
    private final List<FleetEvent> events = new ArrayList<>();
    private final Map<String, Optional<App>> apps = new HashMap<>();
    private final Map<String, TreeMap<String, Optional<Placement>>> placements = new HashMap<>();
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Map<String, Resources> reserved = new HashMap<>();
    private final NavigableSet<String> freed = new TreeSet<>();
    private Optional<FleetCluster> changed = Optional.empty();

    Draft(Fleet fleet, Instant at) {
        this.fleet = fleet;
        this.at = at;
    }

    Instant at() {
        return at;
    }

    Fleet before() {
        return fleet;
    }

    List<FleetEvent> events() {
        return List.copyOf(events);
    }

    /** Clusters on which less is reserved than before. */
    NavigableSet<String> freed() {
        return freed;
    }

    Optional<App> app(String id) {
        Optional<App> drafted = apps.get(id);
        return drafted == null ? fleet.app(id) : drafted;
    }

    Optional<Placement> placement(String app, String cluster) {
        Optional<Placement> drafted =
                placements.containsKey(app) ? placements.get(app).get(cluster) : null;
        return drafted == null ? fleet.placement(app, cluster) : drafted;
    }

    SortedMap<String, Placement> placementsOf(String app) {
        Map<String, Optional<Placement>> drafted = placements.get(app);
        if (drafted == null) {
            return fleet.placementsOf(app);
        }
        SortedMap<String, Placement> merged = new TreeMap<>(fleet.placementsOf(app));
        drafted.forEach((cluster, placement) ->
                placement.ifPresentOrElse(p -> merged.put(cluster, p), () -> merged.remove(cluster)));
        return merged;
    }

    Tally tally(String app) {
        Tally drafted = tallies.get(app);
        return drafted == null ? fleet.tally(app) : drafted;
    }

    void add(FleetEvent event) {
        events.add(event);
        switch (event) {
            case OfApp e -> put(e.app());
            case OfPlacement e -> put(e.placement().app(), e.placement().cluster(), Optional.of(e.placement()));
            case PlacementGone e -> put(e.app(), e.cluster(), Optional.empty());
            case ClusterChanged e -> changed = Optional.of(e.cluster());
            case AppRemoved e -> apps.put(e.app(), Optional.empty());
            case Refused _ -> {}
        }
    }

    private void put(App app) {
        int before = app(app.id()).map(App::revision).orElse(0);
        apps.put(app.id(), Optional.of(app));
        if (before != app.revision()) {
            Tally tally = Tally.NONE;
            for (Placement placement : placementsOf(app.id()).values()) {
                tally = tally.with(placement, app.revision());
            }
            tallies.put(app.id(), tally);
        }
    }

    private void put(String app, String cluster, Optional<Placement> after) {
        Optional<Placement> before = placement(app, cluster);
        int revision = app(app).map(App::revision).orElse(0);
        Tally without = before.map(p -> tally(app).without(p, revision)).orElse(tally(app));
        tallies.put(app, after.map(p -> without.with(p, revision)).orElse(without));
        Resources less = before.map(Placement::reserved).orElse(Resources.NONE);
        Resources more = after.map(Placement::reserved).orElse(Resources.NONE);
        reserved.merge(cluster, more.minus(less), Resources::plus);
        if (!less.within(more)) {
            freed.add(cluster);
        }
        placements.computeIfAbsent(app, _ -> new TreeMap<>()).put(cluster, after);
    }

    @Override
    public Optional<FleetCluster> cluster(String id) {
        return changed.filter(c -> c.id().equals(id)).or(() -> fleet.cluster(id));
    }

    @Override
    public Resources free(FleetCluster cluster) {
        return cluster.capacity()
                .minus(fleet.reserved(cluster.id()))
                .minus(reserved.getOrDefault(cluster.id(), Resources.NONE));
    }

    @Override
    public Iterator<FleetCluster> likely(PlacementPolicy policy) {
        return withChanged(fleet.likely(policy));
    }

    /** What this decision set free counts although the index does not know it yet. */
    @Override
    public Iterator<FleetCluster> withRoom(PlacementPolicy policy, Resources least, Set<String> also) {
        Set<String> known = new HashSet<>(also);
        known.addAll(freed);
        return withChanged(fleet.withRoom(policy, least, known));
    }

    @Override
    public Iterator<FleetCluster> fitting(PlacementPolicy policy, Resources replica) {
        Comparator<FleetCluster> order = Comparator.<FleetCluster>comparingLong(c -> free(c).holds(replica))
                .reversed()
                .thenComparing(FleetCluster::id);
        Set<String> touched = touched();
        Iterable<FleetCluster> indexed = () -> fleet.fitting(policy, replica);
        Stream<FleetCluster> untouched =
                StreamSupport.stream(indexed.spliterator(), false).filter(c -> !touched.contains(c.id()));
        Stream<FleetCluster> others =
                touched.stream().flatMap(id -> cluster(id).stream()).sorted(order);
        return Merged.of(List.of(untouched.iterator(), others.iterator()), order);
    }

    @Override
    public Optional<FleetCluster> largest(PlacementPolicy policy, Dimension dimension, Predicate<FleetCluster> test) {
        Set<String> touched = touched();
        Stream<FleetCluster> untouched =
                fleet.largest(policy, dimension, c -> !touched.contains(c.id()) && test.test(c)).stream();
        Stream<FleetCluster> others =
                touched.stream().flatMap(id -> cluster(id).stream()).filter(test);
        return Stream.concat(untouched, others)
                .min(Comparator.<FleetCluster>comparingLong(c -> dimension.of(free(c)))
                        .reversed()
                        .thenComparing(FleetCluster::id));
    }

    /** The clusters that the index knows only as they were. */
    private Set<String> touched() {
        Set<String> touched = new HashSet<>(reserved.keySet());
        changed.ifPresent(cluster -> touched.add(cluster.id()));
        return touched;
    }

    @Override
    public int size() {
        boolean isNew = changed.filter(c -> fleet.cluster(c.id()).isEmpty()).isPresent();
        return fleet.size() + (isNew ? 1 : 0);
    }

    @Override
    public Iterator<FleetCluster> all() {
        return withChanged(fleet.all());
    }

    private Iterator<FleetCluster> withChanged(Iterator<FleetCluster> clusters) {
        if (changed.isEmpty()) {
            return clusters;
        }
        FleetCluster newer = changed.get();
        Comparator<FleetCluster> order = Comparator.<FleetCluster>comparingInt(
                        c -> (c.equals(newer) ? free(c) : fleet.free(c)).shareOf(c.capacity()))
                .reversed()
                .thenComparing(FleetCluster::id);
        Iterable<FleetCluster> older = () -> clusters;
        Stream<FleetCluster> others =
                StreamSupport.stream(older.spliterator(), false).filter(c -> !c.id().equals(newer.id()));
        return Merged.of(List.of(others.iterator(), List.of(newer).iterator()), order);
    }
}
