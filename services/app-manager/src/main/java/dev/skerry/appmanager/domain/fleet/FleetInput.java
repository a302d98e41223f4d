package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import java.util.Set;

/** What the fleet is told. */
public sealed interface FleetInput {

    /** An app is to run. */
    record Requested(DeploymentRequest request) implements FleetInput {}

    /** An app is to be removed everywhere. */
    record RemovalRequested(String app) implements FleetInput {}

    /**
     * A cluster as its owner sees it.
     *
     * @param cluster its capacity is that of the nodes that joined; taken only while its agent said nothing better
     */
    record ClusterSeen(FleetCluster cluster) implements FleetInput {}

    /** What a cluster's nodes have, as its own view says. */
    record CapacityReported(String cluster, Resources capacity) implements FleetInput {}

    /**
     * What a cluster says of a placement. {@link PlacementPhase#DRAINING} says that its name is not announced there and will not
     * be.
     */
    record PlacementReported(
            String app, String cluster, int revision, PlacementPhase phase, int readyReplicas, String message)
            implements FleetInput {}

    /**
     * An app's name answers otherwise.
     *
     * @param app whose name
     * @param answering the clusters that answer now
     * @param withdrawn the clusters that did until now
     */
    record RecordChanged(String app, Set<String> answering, Set<String> withdrawn) implements FleetInput {
        public RecordChanged {
            answering = Set.copyOf(answering);
            withdrawn = Set.copyOf(withdrawn);
        }
    }

    /** A deadline is over. */
    record Woken() implements FleetInput {}
}
