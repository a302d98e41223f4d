package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import java.util.Map;

/**
 * What the engine is asked: one app, and where it stands.
 *
 * @param policy where it is to run
 * @param replica what one replica takes; positive in every dimension
 * @param holdings what it has already, by cluster
 */
public record Ask(PlacementPolicy policy, Resources replica, Map<String, Holding> holdings) {

    /** What a cluster must at least have free to be taken anew. */
    public Resources least() {
        return replica.times(policy.leastReplicas());
    }
}
