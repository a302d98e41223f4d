package dev.skerry.agent.cluster;

/** How an app stands in a cluster. */
public enum Phase {
    PROGRESSING,
    AVAILABLE,
    DEGRADED,
    /** It was removed. */
    GONE
}
