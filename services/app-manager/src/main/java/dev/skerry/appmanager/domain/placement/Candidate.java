package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Resources;
import java.util.Optional;

/**
 * A cluster under consideration for one app.
 *
 * @param cluster the cluster
 * @param free what nobody else has reserved: the app's own reservation counts as free
 * @param holding what the app has there already
 */
public record Candidate(FleetCluster cluster, Resources free, Optional<Holding> holding) {

    public String id() {
        return cluster.id();
    }

    /** Whether the app runs there already and is to stay if it can. */
    public boolean kept() {
        return holding.isPresent() && holding.get().live();
    }

    /**
     * How many replicas it can run. What an app has already counts as fitting while it asks for no more, even where the cluster
     * shrank below what is reserved: staying makes nothing worse.
     */
    public long fits(Resources replica) {
        long fits = free.holds(replica);
        if (kept() && replica.within(holding.get().each())) {
            return Math.max(fits, holding.get().replicas());
        }
        return fits;
    }

    /** The part of the cluster that would be free without the app: millionths of its scarcest resource. */
    public int headroom() {
        return free.shareOf(cluster.capacity());
    }
}
