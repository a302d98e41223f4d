package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;

/** What the fleet decides. An event about an app, a placement or a cluster carries it as it stands afterwards. */
public sealed interface FleetEvent {

    /** A request makes no sense; nothing changes. */
    record Refused(String field, String reason) implements FleetEvent {}

    /** An event after which an app stands as it says. */
    sealed interface OfApp extends FleetEvent {
        App app();
    }

    /** A revision is in force. */
    record AppAccepted(App app) implements OfApp {}

    /** The engine found something new. */
    record AppEvaluated(App app) implements OfApp {}

    /** An app's phase changed. */
    record AppChanged(App app) implements OfApp {}

    /** An app is gone everywhere. */
    record AppRemoved(String app) implements FleetEvent {}

    /** An event after which a placement stands as it says. */
    sealed interface OfPlacement extends FleetEvent {
        Placement placement();
    }

    /** A cluster is to run a revision. */
    record PlacementDecided(Placement placement, DeploymentRequest spec) implements OfPlacement {}

    /** An app is to leave a cluster: its name first. */
    record PlacementWithdrawn(Placement placement) implements OfPlacement {}

    /** The name is out of use: the workload stops. */
    record PlacementStopped(Placement placement) implements OfPlacement {}

    /** More is known of a placement. */
    record PlacementChanged(Placement placement) implements OfPlacement {}

    /** A placement takes nothing any more. */
    record PlacementGone(String app, String cluster) implements FleetEvent {}

    /** More is known of a cluster. */
    record ClusterChanged(FleetCluster cluster) implements FleetEvent {}
}
