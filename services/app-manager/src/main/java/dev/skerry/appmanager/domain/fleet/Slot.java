package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Resources;
import java.util.Comparator;
import java.util.List;

/**
 * A cluster at its place in the order. Immutable, so that the order never changes under a set.
 *
 * @param cluster the cluster
 * @param reserved what placements have reserved on it
 * @param free the rest; negative where the cluster shrank
 * @param headroom the free part, in millionths of the scarcest dimension
 * @param cell the free amounts, roughly
 * @param rosters the rosters that it stands in
 */
record Slot(FleetCluster cluster, Resources reserved, Resources free, int headroom, Cell cell, List<Roster> rosters) {

    /** The largest free part first, equals by id. */
    static final Comparator<Slot> ORDER = (a, b) -> {
        int byFreePart = Integer.compare(b.headroom(), a.headroom());
        return byFreePart != 0 ? byFreePart : a.id().compareTo(b.id());
    };

    static Slot of(FleetCluster cluster, Resources reserved, List<Roster> rosters) {
        Resources free = cluster.capacity().minus(reserved);
        return new Slot(cluster, reserved, free, free.shareOf(cluster.capacity()), Cell.of(free), rosters);
    }

    /** The largest free amount in a dimension first, equals by id. */
    static Comparator<Slot> byFree(Dimension dimension) {
        return Comparator.<Slot>comparingLong(slot -> dimension.of(slot.free()))
                .reversed()
                .thenComparing(Slot::id);
    }

    String id() {
        return cluster.id();
    }
}
