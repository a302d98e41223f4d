package dev.skerry.platforminstaller.domain;

import java.util.List;
import java.util.Map;

/**
 * Which sites get a cluster. Empty parts select everything.
 *
 * @param regions region paths; a site matches when its path is one of them or lies below one
 * @param labels all of them must be on the site
 * @param names of sites
 */
public record SiteSelector(List<String> regions, Map<String, String> labels, List<String> names) {

    public SiteSelector {
        regions = List.copyOf(regions);
        labels = Map.copyOf(labels);
        names = List.copyOf(names);
    }

    /** Whether a site is selected. */
    public boolean selects(FleetSite site) {
        return (names.isEmpty() || names.contains(site.name()))
                && (regions.isEmpty() || regions.stream().anyMatch(region -> isWithin(site.region(), region)))
                && site.labels().entrySet().containsAll(labels.entrySet());
    }

    private static boolean isWithin(String path, String region) {
        return path.equals(region) || path.startsWith(region + "/");
    }
}
