package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.Map;

/**
 * What a planner needs to know of a site.
 *
 * @param region from the widest to the narrowest, such as emea/dk/copenhagen
 * @param latitude degrees north
 * @param longitude degrees east
 */
public record FleetSite(
        String name,
        String region,
        double latitude,
        double longitude,
        Map<String, String> labels,
        Instant registeredAt) {

    public FleetSite {
        labels = Map.copyOf(labels);
    }

    /** Whether it is described as before, whenever it was registered. */
    public boolean isSameAs(FleetSite other) {
        return equals(
                new FleetSite(other.name, other.region, other.latitude, other.longitude, other.labels, registeredAt));
    }
}
