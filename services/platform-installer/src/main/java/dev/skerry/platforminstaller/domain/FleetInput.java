package dev.skerry.platforminstaller.domain;

/** What the planner of the whole fleet is told. */
public sealed interface FleetInput {

    /** A site was recorded or changed. */
    record SiteKnown(FleetSite site) implements FleetInput {}

    /** A user wants clusters. */
    record ClusteringWanted(Clustering clustering) implements FleetInput {}

    /** A deadline; this planner has none. */
    record Woken() implements FleetInput {}
}
