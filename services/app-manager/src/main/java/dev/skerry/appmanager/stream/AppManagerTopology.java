package dev.skerry.appmanager.stream;

import dev.skerry.appmanager.domain.cluster.ClusterDecider;
import dev.skerry.appmanager.domain.cluster.ClusterEvent;
import dev.skerry.appmanager.domain.cluster.ClusterInput;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetDecider;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.FleetInput;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import dev.skerry.appmanager.wire.ClusterWire;
import dev.skerry.appmanager.wire.FleetWire;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.DeciderTopology;
import java.time.Duration;

/** The app manager on one screen: one writer decides for the whole fleet, one view a cluster says what follows there. */
public final class AppManagerTopology {

    private AppManagerTopology() {}

    /** Placement: one aggregate, one partition, so that capacity is promised once. */
    public static DeciderTopology<Fleet, FleetInput, FleetEvent> fleet() {
        return DeciderTopology.of(
                        "fleet", Topics.FLEET_STORE, new FleetDecider(PlacementEngine.standard()), new FleetWire())
                .single(
                        "fleet",
                        Topics.DEPLOYMENT_REQUESTS,
                        Topics.CLUSTER_STATE,
                        Topics.FLEET_PLACEMENT_EVENTS,
                        Topics.RECORD_EVENTS,
                        Topics.CLUSTER_STATUS);
    }

    /**
     * Each cluster's desired state and status.
     *
     * @param silence how long without a report before an agent counts as disconnected
     */
    public static DeciderTopology<ClusterView, ClusterInput, ClusterEvent> clusters(Duration silence) {
        return DeciderTopology.of("clusters", Topics.CLUSTER_VIEW_STORE, new ClusterDecider(silence), new ClusterWire())
                .keyed(Topics.PLACEMENT_EVENTS, Topics.AGENT_OBSERVATIONS, Topics.CLUSTER_STATE);
    }
}
