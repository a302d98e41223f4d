package dev.skerry.appmanager.wire;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Condition;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ConditionType;
import dev.skerry.schemas.clusters.Node;
import dev.skerry.schemas.clusters.NodePhase;
import java.util.List;

/** What the platform installer says of clusters. */
final class ClusterStates {

    /** The kubelet's default for one node. */
    private static final int PODS_A_NODE = 110;

    private ClusterStates() {}

    static FleetCluster fleetCluster(ClusterState from) {
        return new FleetCluster(
                from.getClusterId(),
                from.getSite(),
                from.getRegion(),
                from.getLabels(),
                phase(from.getPhase()),
                from.getConditions().stream()
                        .anyMatch(c -> c.getType() == ConditionType.AGENT_CONNECTED && c.getHolds()),
                capacity(from),
                from.getChangedAt());
    }

    static ClusterView.Place place(ClusterState from) {
        return new ClusterView.Place(
                from.getClusterId(),
                from.getSite(),
                from.getRegion(),
                phase(from.getPhase()),
                conditions(from.getConditions()));
    }

    /** What the nodes that joined have. */
    static Resources capacity(ClusterState from) {
        Resources capacity = Resources.NONE;
        for (Node node : from.getNodes()) {
            if (node.getPhase() == NodePhase.JOINED) {
                capacity = capacity.plus(new Resources(node.getCpuCores() * 1000L, node.getMemoryMiB(), PODS_A_NODE));
            }
        }
        return capacity;
    }

    static ClusterPhase phase(dev.skerry.schemas.clusters.ClusterPhase from) {
        return ClusterPhase.valueOf(from.name());
    }

    static dev.skerry.schemas.clusters.ClusterPhase phase(ClusterPhase from) {
        return dev.skerry.schemas.clusters.ClusterPhase.valueOf(from.name());
    }

    static List<Condition> conditions(List<dev.skerry.schemas.clusters.Condition> from) {
        return from.stream()
                .map(c -> new Condition(
                        Condition.Type.valueOf(c.getType().name()), c.getHolds(), c.getReason(), c.getSince()))
                .toList();
    }

    static List<dev.skerry.schemas.clusters.Condition> avroConditions(List<Condition> from) {
        return from.stream()
                .map(c -> new dev.skerry.schemas.clusters.Condition(
                        ConditionType.valueOf(c.type().name()), c.holds(), c.reason(), c.since()))
                .toList();
    }
}
