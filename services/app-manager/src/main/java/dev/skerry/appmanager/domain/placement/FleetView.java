package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import java.util.Iterator;
import java.util.Optional;

/** The fleet as the engine reads it. */
public interface FleetView {

    Optional<FleetCluster> cluster(String id);

    /** What is not reserved of a cluster's capacity; negative where the cluster shrank. */
    Resources free(FleetCluster cluster);

    /**
     * Every cluster that a policy can take, and as few others as an index allows, from the one with the largest free part to the
     * one with the smallest, equals by id.
     */
    Iterator<FleetCluster> likely(PlacementPolicy policy);

    /** How many clusters there are. */
    int size();

    /** Every cluster, in the same order. */
    Iterator<FleetCluster> all();
}
