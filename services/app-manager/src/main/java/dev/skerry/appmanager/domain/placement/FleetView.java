package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

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

    /**
     * Those of {@link #likely} that have room, in the same order, and as few others as an index allows.
     *
     * @param least what must be free at least
     * @param also clusters that count whatever is free there
     */
    Iterator<FleetCluster> withRoom(PlacementPolicy policy, Resources least, Set<String> also);

    /**
     * Those of {@link #likely} that have room, by how many replicas fit, most first, equals by id, and as few others as an index
     * allows.
     *
     * @param replica what one replica takes; positive in every dimension
     */
    Iterator<FleetCluster> fitting(PlacementPolicy policy, Resources replica);

    /** Of {@link #likely}, as far as it passes a test, the one with the largest free amount in a dimension, of equals the first by id. */
    Optional<FleetCluster> largest(PlacementPolicy policy, Dimension dimension, Predicate<FleetCluster> test);

    /** How many clusters there are. */
    int size();

    /** Every cluster, in the same order. */
    Iterator<FleetCluster> all();
}
