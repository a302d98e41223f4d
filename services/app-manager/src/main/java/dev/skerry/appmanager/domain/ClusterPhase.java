package dev.skerry.appmanager.domain;

/** How far a cluster is, as the platform installer says. */
public enum ClusterPhase {
    REQUESTED,
    PLANNED,
    BOOTSTRAPPING,
    JOINING,
    READY,
    DEGRADED,
    LOST,
    UPGRADING,
    DELETING,
    FAILED;

    /** Whether an app that runs there already may stay. */
    public boolean keeps() {
        return switch (this) {
            case READY, DEGRADED, UPGRADING, JOINING, BOOTSTRAPPING -> true;
            case REQUESTED, PLANNED, LOST, DELETING, FAILED -> false;
        };
    }

    /** Whether an app for which a cluster need not be ready may come, once the agent is connected. */
    public boolean takesEarly() {
        return switch (this) {
            case READY, DEGRADED, JOINING, BOOTSTRAPPING -> true;
            case REQUESTED, PLANNED, LOST, UPGRADING, DELETING, FAILED -> false;
        };
    }

    /** Whether nobody there can be expected to say that a workload is gone. */
    public boolean silent() {
        return this == LOST || this == DELETING || this == FAILED;
    }
}
