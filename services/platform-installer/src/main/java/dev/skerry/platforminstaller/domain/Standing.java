package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.Cluster.Phase;
import dev.skerry.platforminstaller.domain.Condition.Type;
import dev.skerry.platforminstaller.domain.Planning.Shortage;
import dev.skerry.platforminstaller.domain.SiteEvent.PhaseChanged;
import dev.skerry.platforminstaller.domain.SiteEvent.Waiting;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What holds of a cluster: its conditions from its nodes, its phase from its conditions. */
final class Standing {

    private static final List<Type> NEEDED = List.of(Type.CONTROL_PLANE_READY, Type.NODES_READY, Type.AGENT_CONNECTED);

    private Standing() {}

    /** Brings every cluster's conditions and phase up to date. */
    static void settle(Draft draft, List<Shortage> shortages) {
        for (String id : draft.clusterIds()) {
            conditions(draft, draft.cluster(id));
            phase(
                    draft,
                    draft.cluster(id),
                    shortages.stream()
                            .filter(shortage -> shortage.clusterId().equals(id))
                            .map(Shortage::reason)
                            .findFirst()
                            .orElse(""));
        }
    }

    /** When a cluster that was ready is given up, while its agent is away. */
    static Optional<Instant> lostAt(Cluster cluster) {
        return cluster.phase() == Phase.READY || cluster.phase() == Phase.DEGRADED
                ? cluster.lostAt()
                : Optional.empty();
    }

    private static void conditions(Draft draft, Cluster cluster) {
        boolean controlPlane = cluster.hasControlPlane();
        draft.condition(
                cluster,
                Type.CONTROL_PLANE_READY,
                controlPlane,
                controlPlane ? "" : "no server of the control plane has joined");
        boolean nodes = nodesReady(cluster);
        draft.condition(cluster, Type.NODES_READY, nodes, nodes ? "" : nodesReason(cluster));
        if (!cluster.conditions().containsKey(Type.AGENT_CONNECTED)) {
            draft.condition(cluster, Type.AGENT_CONNECTED, false, "the agent has not come yet");
        }
        boolean tools = cluster.toolsMissing().isEmpty();
        draft.condition(cluster, Type.TOOLS_READY, tools, tools ? "" : toolsReason(cluster));
    }

    /** As many joined as the cluster cannot do without. A worker beyond them that is on its way, or fails there, makes it no less. */
    private static boolean nodesReady(Cluster cluster) {
        return cluster.count(cluster.servers(), Node::isJoined)
                        >= cluster.clustering().controlPlane()
                && cluster.count(cluster.agents(), Node::isJoined)
                        >= cluster.clustering().workersMin();
    }

    private static String nodesReason(Cluster cluster) {
        return cluster.condition(Type.NODES_READY)
                .filter(_ -> cluster.nodes().stream().anyMatch(Node::hasFailed))
                .map(Condition::reason)
                .orElse("not all nodes have joined");
    }

    /** Names the tools that are missing, so that a stored condition tells them again. */
    private static String toolsReason(Cluster cluster) {
        return "waits for " + String.join(", ", cluster.toolsMissing());
    }

    private static void phase(Draft draft, Cluster cluster, String shortage) {
        Phase phase = phaseOf(cluster, draft.now());
        String reason = Stream.concat(Stream.of(shortage), complaints(cluster, phase))
                .filter(part -> !part.isEmpty())
                .distinct()
                .collect(Collectors.joining("; "));
        boolean changed = !reason.equals(cluster.reason());
        if (changed && !shortage.isEmpty()) {
            draft.emit(new Waiting(cluster.id(), reason, draft.now()));
        }
        if (phase != cluster.phase() || (changed && shortage.isEmpty())) {
            draft.emit(new PhaseChanged(cluster.id(), phase, reason, draft.now()));
        }
    }

    private static Stream<String> complaints(Cluster cluster, Phase phase) {
        return switch (phase) {
            case JOINING, DEGRADED, LOST, FAILED ->
                NEEDED.stream()
                        .filter(type -> !cluster.holds(type))
                        .filter(type -> phase != Phase.FAILED || type == Type.NODES_READY)
                        .flatMap(
                                type -> Optional.ofNullable(cluster.conditions().get(type)).stream())
                        .map(Condition::reason);
            case REQUESTED, PLANNED, BOOTSTRAPPING, READY, UPGRADING, DELETING -> Stream.empty();
        };
    }

    private static Phase phaseOf(Cluster cluster, Instant now) {
        if (cluster.nodes().isEmpty() && !cluster.phase().wasReady()) {
            return Phase.REQUESTED;
        }
        if (NEEDED.stream().allMatch(cluster::holds)) {
            return Phase.READY;
        }
        if (cluster.phase().wasReady()) {
            boolean lost = !cluster.holds(Type.AGENT_CONNECTED)
                    && (cluster.phase() == Phase.LOST
                            || cluster.lostAt().filter(at -> !now.isBefore(at)).isPresent());
            return lost ? Phase.LOST : Phase.DEGRADED;
        }
        if (cluster.holds(Type.CONTROL_PLANE_READY)) {
            return Phase.JOINING;
        }
        if (cluster.servers().anyMatch(Node::hasFailed)) {
            return Phase.FAILED;
        }
        boolean begun = cluster.servers().anyMatch(node -> node.nonce().isPresent());
        return begun ? Phase.BOOTSTRAPPING : Phase.PLANNED;
    }
}
