package dev.skerry.dnsregistry.domain;

/**
 * A place on Earth (WGS 84).
 *
 * @param latitude degrees north, -90 to 90
 * @param longitude degrees east, -180 to 180
 */
public record Location(double latitude, double longitude) {

    /** The mean radius of Earth after IUGG, kilometres. */
    private static final double EARTH_RADIUS_KM = 6371.0088;

    public Location {
        if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
            throw new IllegalArgumentException(
                    "latitude must be -90 to 90 and longitude -180 to 180, not " + latitude + ", " + longitude);
        }
    }

    /** The great-circle distance by the haversine formula (R. W. Sinnott, "Virtues of the Haversine", 1984): kilometres. */
    public double kilometresTo(Location other) {
        double halfLatitude = Math.sin(Math.toRadians(other.latitude - latitude) / 2);
        double halfLongitude = Math.sin(Math.toRadians(other.longitude - longitude) / 2);
        double haversine = halfLatitude * halfLatitude
                + Math.cos(Math.toRadians(latitude))
                        * Math.cos(Math.toRadians(other.latitude))
                        * halfLongitude
                        * halfLongitude;
        return 2 * EARTH_RADIUS_KM * Math.asin(Math.min(1, Math.sqrt(haversine)));
    }
}
