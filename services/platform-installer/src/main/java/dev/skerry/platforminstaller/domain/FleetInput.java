package dev.skerry.platforminstaller.domain;

import java.util.Map;

/** What the planner of the whole fleet is told. */
public sealed interface FleetInput {

    /** A site was recorded or changed. */
    record SiteKnown(FleetSite site) implements FleetInput {}

    /** A user wants clusters. */
    record ClusteringWanted(Clustering clustering) implements FleetInput {}

    /** Machines are to be installed so. @param userData the profile's, parsed */
    record ProfileWanted(InstallProfile profile, Map<String, Object> userData) implements FleetInput {}

    /** A profile is to go. */
    record ProfileUnwanted(String name) implements FleetInput {}

    /** A deadline; this planner has none. */
    record Woken() implements FleetInput {}
}
