package dev.skerry.appmanager.domain;

/** Over what chosen clusters are spread. */
public enum SpreadOver {
    NONE,
    REGION,
    SITE;

    /** The group that a cluster belongs to. */
    public String group(FleetCluster cluster) {
        return switch (this) {
            case NONE -> "";
            case REGION -> cluster.region();
            case SITE -> cluster.site();
        };
    }
}
