package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.Node.Role;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A cluster as it stands.
 *
 * @param clustering what was asked for
 * @param region the site's region path
 * @param latitude degrees north
 * @param longitude degrees east
 * @param apiEndpoint where nodes join, such as https://10.1.0.5:6443; empty before the first server joined
 * @param enrolmentId of the enrolment that won
 * @param lostAt while the agent is not connected: when the cluster counts as lost
 * @param toolsMissing the platform tools, as tenant/name, that do not answer here
 * @param profiles how its machines are installed
 */
public record Cluster(
        String id,
        Clustering clustering,
        String region,
        double latitude,
        double longitude,
        Map<String, String> labels,
        Phase phase,
        String reason,
        Map<Condition.Type, Condition> conditions,
        List<Node> nodes,
        String apiEndpoint,
        Optional<String> enrolmentId,
        Optional<Instant> lostAt,
        SortedSet<String> toolsMissing,
        Profiles profiles,
        Instant changedAt) {

    /** For people; decisions look at conditions. */
    public enum Phase {
        REQUESTED,
        PLANNED,
        BOOTSTRAPPING,
        JOINING,
        READY,
        DEGRADED,
        LOST,
        UPGRADING,
        DELETING,
        FAILED;

        /** Whether the cluster was ready since it was planned. */
        public boolean wasReady() {
            return this == READY || this == DEGRADED || this == LOST;
        }
    }

    public Cluster {
        labels = Map.copyOf(labels);
        EnumMap<Condition.Type, Condition> ordered = new EnumMap<>(Condition.Type.class);
        ordered.putAll(conditions);
        conditions = Collections.unmodifiableMap(ordered);
        nodes = List.copyOf(nodes);
        toolsMissing = Collections.unmodifiableSortedSet(new TreeSet<>(toolsMissing));
    }

    /** A node by its machine. */
    public Optional<Node> node(String machineId) {
        return nodes.stream().filter(node -> node.machineId().equals(machineId)).findFirst();
    }

    /** What is known of a condition. */
    public Optional<Condition> condition(Condition.Type type) {
        return Optional.ofNullable(conditions.get(type));
    }

    /** Whether a condition is known to hold. */
    public boolean holds(Condition.Type type) {
        return condition(type).filter(Condition::holds).isPresent();
    }

    /** Whether its control plane has been up: nodes have somewhere to join. */
    public boolean isStarted() {
        return !apiEndpoint.isEmpty();
    }

    /** Whether nodes have somewhere to join now. */
    boolean hasControlPlane() {
        return isStarted() && servers().anyMatch(Node::isJoined);
    }

    /** Whether a node's machine was given to the provisioner: the first server's at once, the others' when they can join. */
    boolean isHandedOut(Node node) {
        return isStarted() || node.role() == Role.FIRST_SERVER || node.nonce().isPresent();
    }

    Stream<Node> servers() {
        return nodes.stream().filter(node -> node.role().isServer());
    }

    Stream<Node> agents() {
        return nodes.stream().filter(node -> !node.role().isServer());
    }

    /** Whether it has fewer workers that did not fail than it must have. */
    boolean lacksWorkers() {
        return count(agents(), node -> !node.hasFailed()) < clustering.workersMin();
    }

    int count(Stream<Node> some, Predicate<Node> predicate) {
        return (int) some.filter(predicate).count();
    }

    /** Where its API answers at an address (RFC 3986: an IPv6 address in brackets). */
    static String endpoint(String address) {
        return "https://" + (address.contains(":") ? "[" + address + "]" : address) + ":6443";
    }

    Cluster with(String machineId, UnaryOperator<Node> change, Instant at) {
        return with(
                nodes.stream()
                        .map(node -> node.machineId().equals(machineId) ? change.apply(node) : node)
                        .toList(),
                at);
    }

    Cluster with(List<Node> newNodes, Instant at) {
        return new Cluster(
                id,
                clustering,
                region,
                latitude,
                longitude,
                labels,
                phase,
                reason,
                conditions,
                newNodes,
                apiEndpoint,
                enrolmentId,
                lostAt,
                toolsMissing,
                profiles,
                at);
    }

    Cluster with(Condition condition) {
        EnumMap<Condition.Type, Condition> changed = new EnumMap<>(Condition.Type.class);
        changed.putAll(conditions);
        changed.put(condition.type(), condition);
        boolean back = condition.type() == Condition.Type.AGENT_CONNECTED && condition.holds();
        return new Cluster(
                id,
                clustering,
                region,
                latitude,
                longitude,
                labels,
                phase,
                reason,
                changed,
                nodes,
                apiEndpoint,
                enrolmentId,
                back ? Optional.empty() : lostAt,
                toolsMissing,
                profiles,
                condition.since());
    }

    Cluster with(Phase newPhase, String newReason, Instant at) {
        return new Cluster(
                id,
                clustering,
                region,
                latitude,
                longitude,
                labels,
                newPhase,
                newReason,
                conditions,
                nodes,
                apiEndpoint,
                enrolmentId,
                lostAt,
                toolsMissing,
                profiles,
                at);
    }

    /** The same with another life: where nodes join, who is its agent, when it is lost. */
    Cluster with(String newEndpoint, Optional<String> newEnrolment, Optional<Instant> newLostAt, Instant at) {
        return new Cluster(
                id,
                clustering,
                region,
                latitude,
                longitude,
                labels,
                phase,
                reason,
                conditions,
                nodes,
                newEndpoint,
                newEnrolment,
                newLostAt,
                toolsMissing,
                profiles,
                at);
    }

    Cluster with(SortedSet<String> missing, Instant at) {
        return new Cluster(
                id,
                clustering,
                region,
                latitude,
                longitude,
                labels,
                phase,
                reason,
                conditions,
                nodes,
                apiEndpoint,
                enrolmentId,
                lostAt,
                missing,
                profiles,
                at);
    }
}
