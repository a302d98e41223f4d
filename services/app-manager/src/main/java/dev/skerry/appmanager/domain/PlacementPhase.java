package dev.skerry.appmanager.domain;

/** How far a placement is. */
public enum PlacementPhase {
    PENDING,
    DELIVERED,
    PROGRESSING,
    AVAILABLE,
    DEGRADED,
    DRAINING,
    GONE
}
