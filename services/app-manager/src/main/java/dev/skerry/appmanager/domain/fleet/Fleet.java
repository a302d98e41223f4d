package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.placement.FleetView;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All apps, placements and clusters, with the indices that keep a decision's cost apart from the fleet's size. Mutable, and
 * changed only by {@link #put} and {@link #remove}, which {@link FleetDecider#evolve} and a restore call.
 */
public final class Fleet implements FleetView {

    private record Deadline(Instant at, String app, String cluster) {}

    private final Map<String, App> apps = new HashMap<>();
    private final Map<String, TreeMap<String, Placement>> byApp = new HashMap<>();
    private final Map<String, TreeSet<String>> byCluster = new HashMap<>();
    private final Map<String, Tally> tallies = new HashMap<>();
    private final Map<String, String> names = new HashMap<>();
    private final TreeSet<String> lacking = new TreeSet<>();
    private final TreeSet<String> everywhere = new TreeSet<>();
    private final TreeSet<Deadline> deadlines = new TreeSet<>(
            Comparator.comparing(Deadline::at).thenComparing(Deadline::app).thenComparing(Deadline::cluster));
    private final ClusterIndex clusters = new ClusterIndex();

    /** The app with this id. */
    public Optional<App> app(String id) {
        return Optional.ofNullable(apps.get(id));
    }

    /** The app's placement on a cluster. */
    public Optional<Placement> placement(String app, String cluster) {
        return Optional.ofNullable(byApp.getOrDefault(app, EMPTY).get(cluster));
    }

    private static final TreeMap<String, Placement> EMPTY = new TreeMap<>();

    /** The app's placements by cluster. */
    public SortedMap<String, Placement> placementsOf(String app) {
        return Collections.unmodifiableSortedMap(byApp.getOrDefault(app, EMPTY));
    }

    @Override
    public Optional<FleetCluster> cluster(String id) {
        return Optional.ofNullable(clusters.cluster(id));
    }

    @Override
    public Resources free(FleetCluster cluster) {
        return cluster.capacity().minus(clusters.reserved(cluster.id()));
    }

    @Override
    public Iterator<FleetCluster> likely(PlacementPolicy policy) {
        return clustersOf(clusters.likely(policy));
    }

    @Override
    public Iterator<FleetCluster> withRoom(PlacementPolicy policy, Resources least, Set<String> also) {
        return clustersOf(clusters.withRoom(policy, least, also));
    }

    @Override
    public Iterator<FleetCluster> fitting(PlacementPolicy policy, Resources replica) {
        return clustersOf(clusters.fitting(policy, replica));
    }

    @Override
    public Optional<FleetCluster> largest(PlacementPolicy policy, Dimension dimension, Predicate<FleetCluster> test) {
        return clusters.largest(policy, dimension, test).map(Slot::cluster);
    }

    @Override
    public int size() {
        return clusters.size();
    }

    @Override
    public Iterator<FleetCluster> all() {
        return clustersOf(clusters.all());
    }

    /** What all placements that are not gone have reserved on a cluster. */
    public Resources reserved(String cluster) {
        return clusters.reserved(cluster);
    }

    public Collection<App> apps() {
        return Collections.unmodifiableCollection(apps.values());
    }

    public Collection<FleetCluster> clusters() {
        return clusters.byId().values();
    }

    Tally tally(String app) {
        return tallies.getOrDefault(app, Tally.NONE);
    }

    /** The apps with a placement on a cluster, those on their way out included. */
    SortedSet<String> appsOn(String cluster) {
        return Collections.unmodifiableSortedSet(byCluster.getOrDefault(cluster, NO_APPS));
    }

    private static final TreeSet<String> NO_APPS = new TreeSet<>();

    /** The apps whose policy is not met. */
    NavigableSet<String> lacking() {
        return Collections.unmodifiableNavigableSet(lacking);
    }

    /** The apps that want every matching cluster. */
    NavigableSet<String> everywhere() {
        return Collections.unmodifiableNavigableSet(everywhere);
    }

    /** Whose a DNS name is. */
    Optional<String> ownerOf(String dnsName) {
        return Optional.ofNullable(names.get(dnsName));
    }

    Optional<Instant> nextDeadline() {
        return deadlines.isEmpty()
                ? Optional.empty()
                : Optional.of(deadlines.first().at());
    }

    /** Draining placements whose deadline is not after {@code now}, the most overdue first. */
    Collection<Placement> due(Instant now) {
        return deadlines.stream()
                .takeWhile(d -> !d.at().isAfter(now))
                .flatMap(d -> placement(d.app(), d.cluster()).stream())
                .toList();
    }

    /** Sets an app. */
    public void put(App app) {
        App before = apps.put(app.id(), app);
        if (before != null) {
            unindex(before);
        }
        app.spec().dns().ifPresent(dns -> names.put(dns.name(), app.id()));
        if (!app.removing()) {
            if (!app.satisfied()) {
                lacking.add(app.id());
            }
            if (app.policy().everywhere()) {
                everywhere.add(app.id());
            }
        }
        if (before == null || before.revision() != app.revision()) {
            tallies.put(app.id(), counted(app));
        }
    }

    /** Sets a placement; its app is put before it or after it. */
    public void put(Placement placement) {
        TreeMap<String, Placement> placements = byApp.computeIfAbsent(placement.app(), _ -> new TreeMap<>());
        Placement before = placements.put(placement.cluster(), placement);
        byCluster.computeIfAbsent(placement.cluster(), _ -> new TreeSet<>()).add(placement.app());
        account(placement.app(), before, placement);
        Resources more =
                before == null ? placement.reserved() : placement.reserved().minus(before.reserved());
        if (!more.equals(Resources.NONE)) {
            clusters.reserve(placement.cluster(), more);
        }
        placement.deadline().ifPresent(at -> deadlines.add(new Deadline(at, placement.app(), placement.cluster())));
    }

    /** Sets a cluster. */
    public void put(FleetCluster cluster) {
        clusters.put(cluster);
    }

    void remove(String app, String cluster) {
        TreeMap<String, Placement> placements = byApp.getOrDefault(app, EMPTY);
        Placement before = placements.remove(cluster);
        if (before == null) {
            return;
        }
        if (placements.isEmpty()) {
            byApp.remove(app);
        }
        TreeSet<String> others = byCluster.getOrDefault(cluster, NO_APPS);
        others.remove(app);
        if (others.isEmpty()) {
            byCluster.remove(cluster);
        }
        account(app, before, null);
        clusters.reserve(cluster, Resources.NONE.minus(before.reserved()));
    }

    void remove(String app) {
        App before = apps.remove(app);
        if (before != null) {
            unindex(before);
        }
        tallies.remove(app);
    }

    private void unindex(App app) {
        lacking.remove(app.id());
        everywhere.remove(app.id());
        app.spec().dns().ifPresent(dns -> names.remove(dns.name(), app.id()));
    }

    private void account(String app, @Nullable Placement before, @Nullable Placement after) {
        int revision = revision(app);
        Tally tally = tally(app);
        if (before != null) {
            tally = tally.without(before, revision);
            before.deadline().ifPresent(at -> deadlines.remove(new Deadline(at, app, before.cluster())));
        }
        if (after != null) {
            tally = tally.with(after, revision);
        }
        tallies.put(app, tally);
    }

    private Tally counted(App app) {
        Tally tally = Tally.NONE;
        for (Placement placement : byApp.getOrDefault(app.id(), EMPTY).values()) {
            tally = tally.with(placement, app.revision());
        }
        return tally;
    }

    private int revision(String app) {
        App known = apps.get(app);
        return known == null ? 0 : known.revision();
    }

    private static Iterator<FleetCluster> clustersOf(Iterator<Slot> slots) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return slots.hasNext();
            }

            @Override
            public FleetCluster next() {
                return slots.next().cluster();
            }
        };
    }
}
