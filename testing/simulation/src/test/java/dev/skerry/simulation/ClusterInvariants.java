package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.SimulatedTask;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.Node;
import dev.skerry.schemas.clusters.NodeClaimed;
import java.util.HashMap;
import java.util.Map;

/** What holds of clusters and their nodes. */
final class ClusterInvariants {

    private ClusterInvariants() {}

    static final class ClaimedOnce extends Invariant {
        private final Map<String, String> claims = new HashMap<>();
        private final Map<String, String> configurations = new HashMap<>();

        @Override
        void appended(LogRecord record) {
            if (record.decoded() instanceof NodeClaimed e) {
                String before = claims.put(e.getNonce(), e.getClaimId());
                require(before == null, "%s was claimed by %s and by %s", e.getNonce(), before, e.getClaimId());
            }
        }

        @Override
        void handedOut(String nonce, String claimId) {
            String before = configurations.put(nonce, claimId);
            require(before == null, "the configuration of %s was handed out twice", nonce);
            require(claimId.equals(claims.get(nonce)), "%s got a configuration without a claim", nonce);
        }
    }

    static final class OneClusterPerMachine extends Invariant {
        private final World world;
        private boolean changed;

        OneClusterPerMachine(World world) {
            this.world = world;
        }

        @Override
        void appended(LogRecord record) {
            changed |= record.topic().equals(Topics.CLUSTER_STATE.name());
        }

        @Override
        void committed(SimulatedTask<?> task) {
            if (!changed) {
                return;
            }
            changed = false;
            Map<String, String> clusters = new HashMap<>();
            for (ClusterState state :
                    world.latest(Topics.CLUSTER_STATE, ClusterState.class).values()) {
                for (Node node : state.getNodes()) {
                    String other = clusters.put(node.getMachineId(), state.getClusterId());
                    require(
                            other == null,
                            "%s is a node of %s and of %s",
                            node.getMachineId(),
                            other,
                            state.getClusterId());
                }
            }
        }
    }

    static final class OneControlPlane extends Invariant {
        private final World world;

        OneControlPlane(World world) {
            this.world = world;
        }

        @Override
        void handedOut(String nonce, String claimId) {
            for (ClusterState state :
                    world.latest(Topics.CLUSTER_STATE, ClusterState.class).values()) {
                for (Node node : state.getNodes()) {
                    boolean first = nonce.equals(node.getNonce())
                            && claimId.equals(node.getClaimId())
                            && node.getRole() == dev.skerry.schemas.clusters.NodeRole.FIRST_SERVER;
                    boolean another = first
                            && state.getNodes().stream()
                                    .anyMatch(other -> !other.getMachineId().equals(node.getMachineId())
                                            && other.getRole() != dev.skerry.schemas.clusters.NodeRole.AGENT
                                            && other.getPhase() == dev.skerry.schemas.clusters.NodePhase.JOINED);
                    require(
                            !another,
                            "%s starts a second control plane of %s",
                            node.getNodeName(),
                            state.getClusterId());
                }
            }
        }
    }
}
