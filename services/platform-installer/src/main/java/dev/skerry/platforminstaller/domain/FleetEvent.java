package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the planner of the whole fleet decides. */
public sealed interface FleetEvent {

    /** A site is on record. Changes state only. */
    record SiteRecorded(FleetSite site) implements FleetEvent {}

    /** A clustering is in force, as new or in place of its predecessor. */
    record ClusteringAccepted(Clustering clustering, Instant at) implements FleetEvent {}

    /** A cluster is wanted at a site, or one that is there is wanted otherwise. */
    record ClusterWanted(Clustering clustering, FleetSite site, Optional<ProfileInForce> profile)
            implements FleetEvent {}

    /** An install profile is in force, as new or in place of its predecessor. */
    record ProfileAccepted(ProfileInForce profile) implements FleetEvent {}

    /** An install profile is gone. */
    record ProfileRemoved(String name) implements FleetEvent {}

    /** Clusters were requested for these sites for the first time. Changes state only; once a decision, for the set may be large. */
    record SitesPlanned(String clustering, List<String> sites, Instant at) implements FleetEvent {}

    /** A platform tool is to run on every cluster of a clustering. */
    record ToolWanted(Clustering clustering, Clustering.Tool tool) implements FleetEvent {}

    /** A platform tool is no longer wanted. */
    record ToolUnwanted(Clustering clustering, Clustering.Tool tool) implements FleetEvent {}

    /** A request cannot be fulfilled as it is. */
    record Refused(String field, String reason) implements FleetEvent {}
}
