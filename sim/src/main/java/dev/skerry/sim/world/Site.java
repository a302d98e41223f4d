package dev.skerry.sim.world;

import java.util.List;

/**
 * @param latitude degrees north
 * @param longitude degrees east
 * @param region path, such as {@code emea/dk/copenhagen}
 * @param clientPrefixes CIDR blocks of its users
 */
public record Site(String name, double latitude, double longitude, String region, List<String> clientPrefixes) {

    private static final double EARTH_RADIUS_KM = 6371.0088;

    /** Great-circle distance in kilometres, by the haversine formula (R. W. Sinnott, Sky and Telescope 68, 1984). */
    public double kilometresTo(Site other) {
        double lat = Math.toRadians(latitude);
        double otherLat = Math.toRadians(other.latitude);
        double halfLat = Math.sin((otherLat - lat) / 2);
        double halfLon = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double a = halfLat * halfLat + Math.cos(lat) * Math.cos(otherLat) * halfLon * halfLon;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(a)));
    }
}
