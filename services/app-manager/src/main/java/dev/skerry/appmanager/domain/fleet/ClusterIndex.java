package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The clusters, each with what is reserved on it, ordered by their free part; those that are ready also by each label and each
 * region that they lie in. A change costs O((labels + region's depth) * log clusters).
 */
final class ClusterIndex {

    /** A cluster at its place in the order. Immutable, so that the order never changes under a set. */
    record Slot(FleetCluster cluster, Resources reserved, int headroom) {

        Slot(FleetCluster cluster, Resources reserved) {
            this(cluster, reserved, freePart(cluster, reserved));
        }

        private static int freePart(FleetCluster cluster, Resources reserved) {
            return cluster.capacity().minus(reserved).shareOf(cluster.capacity());
        }
    }

    static final Comparator<Slot> ORDER = Comparator.<Slot>comparingInt(slot -> slot.headroom())
            .reversed()
            .thenComparing(slot -> slot.cluster().id());

    private final Map<String, Slot> slots = new HashMap<>();
    private final Map<String, Resources> orphaned = new HashMap<>();
    private final TreeSet<Slot> all = new TreeSet<>(ORDER);
    private final TreeSet<Slot> ready = new TreeSet<>(ORDER);
    private final Map<String, NavigableSet<Slot>> readyByLabel = new HashMap<>();
    private final Map<String, NavigableSet<Slot>> readyByRegion = new HashMap<>();

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
        replace(cluster.id(), new Slot(cluster, reserved));
    }

    /** Reserves more, or less, on a cluster; one that is not known yet is remembered. */
    void reserve(String id, Resources more) {
        Slot slot = slots.get(id);
        if (slot == null) {
            orphaned.merge(id, more, Resources::plus);
        } else {
            replace(id, new Slot(slot.cluster(), slot.reserved().plus(more)));
        }
    }

    int size() {
        return slots.size();
    }

    Iterator<Slot> all() {
        return Collections.unmodifiableSet(all).iterator();
    }

    /** The clusters that a policy can take and as few others as one index allows. */
    Iterator<Slot> likely(PlacementPolicy policy) {
        if (policy.beforeReady()) {
            return all();
        }
        NavigableSet<Slot> narrowest = ready;
        for (Map.Entry<String, String> label : policy.selector().entrySet()) {
            NavigableSet<Slot> labelled = readyByLabel.getOrDefault(label.toString(), new TreeSet<>(ORDER));
            narrowest = labelled.size() < narrowest.size() ? labelled : narrowest;
        }
        List<NavigableSet<Slot>> regions = regions(policy);
        if (!policy.regions().isEmpty()
                && regions.stream().mapToInt(NavigableSet::size).sum() < narrowest.size()) {
            return Merged.of(regions.stream().map(NavigableSet::iterator).toList(), ORDER);
        }
        return Collections.unmodifiableSet(narrowest).iterator();
    }

    private List<NavigableSet<Slot>> regions(PlacementPolicy policy) {
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

    private void replace(String id, Slot slot) {
        Slot before = slots.put(id, slot);
        if (before != null) {
            all.remove(before);
            index(before, false);
        }
        all.add(slot);
        index(slot, true);
    }

    private void index(Slot slot, boolean add) {
        FleetCluster cluster = slot.cluster();
        if (cluster.phase() != ClusterPhase.READY) {
            return;
        }
        change(ready, slot, add);
        for (Map.Entry<String, String> label : cluster.labels().entrySet()) {
            change(readyByLabel, label.toString(), slot, add);
        }
        for (int end = cluster.region().length();
                end > 0;
                end = cluster.region().lastIndexOf('/', end - 1)) {
            change(readyByRegion, cluster.region().substring(0, end), slot, add);
        }
    }

    private static void change(Map<String, NavigableSet<Slot>> sets, String key, Slot slot, boolean add) {
        NavigableSet<Slot> set = sets.computeIfAbsent(key, _ -> new TreeSet<>(ORDER));
        change(set, slot, add);
        if (set.isEmpty()) {
            sets.remove(key);
        }
    }

    private static void change(NavigableSet<Slot> set, Slot slot, boolean add) {
        if (add) {
            set.add(slot);
        } else {
            set.remove(slot);
        }
    }
}
