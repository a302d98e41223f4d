package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the planner of one site decides. */
public sealed interface SiteEvent {

    /** About a machine alone. */
    sealed interface OfMachine extends SiteEvent {
        String machineId();
    }

    /** About a cluster, and maybe one of its machines. */
    sealed interface OfCluster extends SiteEvent {
        String clusterId();

        Instant at();
    }

    /** About one node of a cluster. */
    sealed interface OfNode extends OfCluster {
        String machineId();
    }

    /** A machine is free to be taken. Changes state only. */
    record MachineRecorded(Machine machine) implements OfMachine {
        @Override
        public String machineId() {
            return machine.id();
        }
    }

    /** A machine can no longer be taken. Changes state only. */
    record MachineGone(String machineId) implements OfMachine {}

    /** A machine is not to be taken, or may be again. Changes state only. */
    record HoldChanged(String machineId, Optional<String> hold) implements OfMachine {}

    /** A cluster is wanted, or wanted otherwise. Changes state only. */
    record ClusterRecorded(
            String clusterId,
            Clustering clustering,
            String region,
            double latitude,
            double longitude,
            Map<String, String> labels,
            Optional<ProfileInForce> profile,
            Instant at)
            implements OfCluster {}

    /** Machines were found and roles given. @param nodes all of the cluster's */
    record Planned(String clusterId, List<Node> nodes, Instant at) implements OfCluster {}

    /** A cluster cannot go on yet. */
    record Waiting(String clusterId, String reason, Instant at) implements OfCluster {}

    /** A machine is to become a node. */
    record NodeAssigned(
            String clusterId,
            String machineId,
            String name,
            Node.Role role,
            Optional<ProfileInForce> profile,
            Instant at)
            implements OfNode {}

    /** A node has a new installation attempt. Changes state only. */
    record NodeInstalling(
            String clusterId,
            String machineId,
            Node.Role role,
            String nonce,
            Instant deadline,
            Optional<InstallProfile.Version> profile,
            Instant at)
            implements OfNode {}

    /** A node's installation attempt is over. Changes state only. */
    record NodeAttemptOver(String clusterId, String machineId, Instant at) implements OfNode {}

    /** A node exchanged its nonce for its join configuration. */
    record NodeClaimed(String clusterId, String machineId, String nonce, String claimId, Instant at)
            implements OfNode {}

    /** A node runs from its disk. Changes state only. */
    record NodeInstalled(String clusterId, String machineId, Instant at) implements OfNode {}

    /** A node is part of its cluster. */
    record NodeJoined(String clusterId, String machineId, String name, Node.Role role, String address, Instant at)
            implements OfNode {}

    /** A node will not come up. Changes state only: what follows for the cluster is said by its conditions. */
    record NodeFailed(String clusterId, String machineId, String reason, Instant at) implements OfNode {}

    /**
     * A machine is no longer a node.
     *
     * @param handedOut whether the provisioner was told of it; else it is free at once
     */
    record NodeReleased(String clusterId, String machineId, String reason, boolean handedOut, Instant at)
            implements OfNode {}

    /** Nodes join elsewhere. Changes state only. */
    record EndpointChanged(String clusterId, String endpoint, Instant at) implements OfCluster {}

    /** The control plane is gone for good: the cluster is planned anew. Its nodes were released before. */
    record StartedOver(String clusterId, String reason, Instant at) implements OfCluster {}

    /** Something became true or ceased to be. */
    record ConditionChanged(String clusterId, Condition.Type type, boolean holds, String reason, Instant at)
            implements OfCluster {}

    /** The agent is away; until then it may come back. Changes state only. */
    record GraceStarted(String clusterId, Instant lostAt, Instant at) implements OfCluster {}

    /** A platform tool answers, or no longer does. Changes state only. */
    record ToolChanged(String clusterId, String app, boolean available, Instant at) implements OfCluster {}

    /** The cluster's agent has a certificate. */
    record AgentEnrolled(String clusterId, String enrolmentId, Instant at) implements OfCluster {}

    /** The phase changed, or its reason. */
    record PhaseChanged(String clusterId, Cluster.Phase phase, String reason, Instant at) implements OfCluster {}
}
