package dev.skerry.appmanager.domain;

import java.time.Instant;
import java.util.Map;

/**
 * A cluster as placement sees it.
 *
 * @param id unique in the fleet
 * @param site the site's name
 * @param region the site's region path
 * @param labels the site's and the clustering's
 * @param phase how far it is
 * @param agentConnected whether its agent is heard
 * @param capacity what its nodes have; {@link Resources#NONE} while unknown
 * @param changedAt when any of this changed
 */
public record FleetCluster(
        String id,
        String site,
        String region,
        Map<String, String> labels,
        ClusterPhase phase,
        boolean agentConnected,
        Resources capacity,
        Instant changedAt) {

    public FleetCluster {
        labels = Map.copyOf(labels);
    }

    public FleetCluster withCapacity(Resources known, Instant at) {
        return new FleetCluster(id, site, region, labels, phase, agentConnected, known, at);
    }

    /** Whether both say the same, whenever they said it. */
    public boolean saysTheSameAs(FleetCluster other) {
        return id.equals(other.id)
                && site.equals(other.site)
                && region.equals(other.region)
                && labels.equals(other.labels)
                && phase == other.phase
                && agentConnected == other.agentConnected
                && capacity.equals(other.capacity);
    }
}
