package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.placement.Merged;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The clusters, each with what is reserved on it, in rosters: one of all, one of those that are ready, and of these one for each label
 * and for each region that they lie in. A change costs O((labels + region's depth) * log clusters).
 */
final class ClusterIndex {

    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, Resources> orphaned = new HashMap<>();
    private final Roster all = new Roster();
    private final Roster ready = new Roster();
    private final Map<String, Roster> readyByLabel = new HashMap<>();
    private final Map<String, Roster> readyByRegion = new HashMap<>();

    @Nullable
    FleetCluster cluster(String id) {
        Slot slot = slots.get(id);
        return slot == null ? null : slot.cluster();
    }

    Resources reserved(String id) {
        Slot slot = slots.get(id);
        return slot == null ? orphaned.getOrDefault(id, Resources.NONE) : slot.reserved();
    }

    void put(FleetCluster cluster) {
        Resources reserved = reserved(cluster.id());
        orphaned.remove(cluster.id());
        Slot before = slots.get(cluster.id());
        if (before != null) {
            before.rosters().forEach(roster -> roster.remove(before));
            dropEmpty(before.cluster());
        }
        Slot slot = Slot.of(cluster, reserved, rosters(cluster));
        slots.put(cluster.id(), slot);
        slot.rosters().forEach(roster -> roster.add(slot));
    }

    /** Reserves more, or less, on a cluster; one that is not known yet is remembered. */
    void reserve(String id, Resources more) {
        Slot before = slots.get(id);
        if (before == null) {
            orphaned.merge(id, more, Resources::plus);
            return;
        }
        Slot after = Slot.of(before.cluster(), before.reserved().plus(more), before.rosters());
        slots.put(id, after);
        for (Roster roster : after.rosters()) {
            roster.remove(before);
            roster.add(after);
        }
    }

    int size() {
        return slots.size();
    }

    Iterator<Slot> all() {
        return all.inOrder();
    }

    /** The clusters that a policy can take and as few others as one index allows. */
    Iterator<Slot> likely(PlacementPolicy policy) {
        return merged(narrowest(policy), Roster::inOrder, Slot.ORDER);
    }

    /** Of the likely ones those with at least {@code least} free, and those of {@code also}. */
    Iterator<Slot> withRoom(PlacementPolicy policy, Resources least, Set<String> also) {
        return merged(narrowest(policy), roster -> roster.withRoom(least, also), Slot.ORDER);
    }

    /** Of the likely ones those with room for a replica, by how many of it fit, most first, equals by id. */
    Iterator<Slot> fitting(PlacementPolicy policy, Resources replica) {
        Comparator<Slot> byFit = Comparator.<Slot>comparingLong(
                        slot -> slot.free().holds(replica))
                .reversed()
                .thenComparing(Slot::id);
        return merged(narrowest(policy), roster -> roster.fitting(replica), byFit);
    }

    /** Of the likely ones that pass a test the one with the largest free amount in a dimension, of equals the first by id. */
    Optional<Slot> largest(PlacementPolicy policy, Dimension dimension, Predicate<FleetCluster> test) {
        return narrowest(policy).stream()
                .flatMap(roster -> roster.largest(dimension, test).stream())
                .min(Slot.byFree(dimension));
    }

    private static Iterator<Slot> merged(
            List<Roster> rosters, Function<Roster, Iterator<Slot>> iterator, Comparator<Slot> order) {
        return rosters.size() == 1
                ? iterator.apply(rosters.getFirst())
                : Merged.of(rosters.stream().map(iterator).toList(), order);
    }

    /** Rosters without a cluster in common that hold every cluster that a policy can take. */
    private List<Roster> narrowest(PlacementPolicy policy) {
        if (policy.beforeReady()) {
            return List.of(all);
        }
        Roster narrowest = ready;
        for (Map.Entry<String, String> label : policy.selector().entrySet()) {
            Roster labelled = readyByLabel.get(label.toString());
            if (labelled == null) {
                return List.of();
            }
            narrowest = labelled.size() < narrowest.size() ? labelled : narrowest;
        }
        List<Roster> regions = regions(policy);
        boolean narrower = !policy.regions().isEmpty()
                && regions.stream().mapToInt(Roster::size).sum() < narrowest.size();
        return narrower ? regions : List.of(narrowest);
    }

    private List<Roster> regions(PlacementPolicy policy) {
        List<String> widest = new ArrayList<>();
        for (String region : policy.regions().stream().sorted().distinct().toList()) {
            if (widest.stream().noneMatch(wider -> region.startsWith(wider + "/"))) {
                widest.add(region);
            }
        }
        return widest.stream().map(readyByRegion::get).filter(Objects::nonNull).toList();
    }

    /** The clusters by id, for a look at the whole. */
    Map<String, FleetCluster> byId() {
        Map<String, FleetCluster> byId = new TreeMap<>();
        slots.forEach((id, slot) -> byId.put(id, slot.cluster()));
        return byId;
    }

    private List<Roster> rosters(FleetCluster cluster) {
        if (cluster.phase() != ClusterPhase.READY) {
            return List.of(all);
        }
        List<Roster> rosters = new ArrayList<>(List.of(all, ready));
        labels(cluster).forEach(label -> rosters.add(readyByLabel.computeIfAbsent(label, _ -> new Roster())));
        regions(cluster).forEach(region -> rosters.add(readyByRegion.computeIfAbsent(region, _ -> new Roster())));
        return List.copyOf(rosters);
    }

    private void dropEmpty(FleetCluster cluster) {
        labels(cluster).forEach(label -> readyByLabel.computeIfPresent(label, ClusterIndex::orNone));
        regions(cluster).forEach(region -> readyByRegion.computeIfPresent(region, ClusterIndex::orNone));
    }

    private static @Nullable Roster orNone(String key, Roster roster) {
        return roster.size() == 0 ? null : roster;
    }

    private static List<String> labels(FleetCluster cluster) {
        return cluster.labels().entrySet().stream().map(Object::toString).toList();
    }

    /** The region's path and those above it. */
    private static List<String> regions(FleetCluster cluster) {
        List<String> paths = new ArrayList<>();
        String region = cluster.region();
        for (int end = region.length(); end > 0; end = region.lastIndexOf('/', end - 1)) {
            paths.add(region.substring(0, end));
        }
        return paths;
    }
}
