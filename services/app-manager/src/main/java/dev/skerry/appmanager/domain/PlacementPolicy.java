package dev.skerry.appmanager.domain;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where an app runs.
 *
 * @param regions region paths; a cluster matches when its path is one of them or lies below one; empty: anywhere
 * @param selector labels that a cluster must have
 * @param clusters how many; 0: every one that matches, those to come included
 * @param spread over what they are spread
 * @param spreadMin at least so many groups
 * @param spreadMax at most so many groups; 0: any number
 * @param replicas at least 1
 * @param division what {@code replicas} counts
 * @param beforeReady whether a cluster that is still joining is taken
 */
public record PlacementPolicy(
        List<String> regions,
        Map<String, String> selector,
        int clusters,
        SpreadOver spread,
        int spreadMin,
        int spreadMax,
        int replicas,
        Division division,
        boolean beforeReady) {

    public PlacementPolicy {
        regions = List.copyOf(regions);
        selector = Collections.unmodifiableMap(new TreeMap<>(selector));
    }

    /** Whether every matching cluster is wanted. */
    public boolean everywhere() {
        return clusters == 0;
    }

    /** What a cluster must at least hold to be taken. */
    public int leastReplicas() {
        return division == Division.TOTAL ? 1 : replicas;
    }

    /** Whether a region path is one of the regions or lies below one. */
    public boolean covers(String path) {
        if (regions.isEmpty()) {
            return true;
        }
        for (String region : regions) {
            if (path.startsWith(region) && (path.length() == region.length() || path.charAt(region.length()) == '/')) {
                return true;
            }
        }
        return false;
    }
}
