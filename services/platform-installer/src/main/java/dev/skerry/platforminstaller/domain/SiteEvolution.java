package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.SiteEvent.*;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/** How each event changes a site. */
final class SiteEvolution {

    private SiteEvolution() {}

    static void fold(Site site, SiteEvent event) {
        switch (event) {
            case MachineRecorded(Machine machine) -> site.put(machine);
            case MachineGone(String machineId) ->
                site.machine(machineId).ifPresent(machine -> site.put(machine.unavailable()));
            case HoldChanged(String machineId, Optional<String> hold) ->
                site.machine(machineId).ifPresent(machine -> site.put(machine.held(hold)));
            case ClusterRecorded recorded -> site.put(recorded(site, recorded));
            case NodeReleased released -> release(site, released);
            case Planned planned -> {
                change(site, planned, cluster -> cluster.with(planned.nodes(), planned.at()));
                planned.nodes()
                        .forEach(node -> site.machine(node.machineId())
                                .ifPresent(machine -> site.put(machine.takenBy(planned.clusterId()))));
            }
            case OfNode ofNode -> change(site, ofNode, cluster -> node(cluster, ofNode));
            case OfCluster ofCluster -> change(site, ofCluster, cluster -> cluster(cluster, ofCluster));
        }
    }

    private static void change(Site site, OfCluster event, UnaryOperator<Cluster> change) {
        site.cluster(event.clusterId()).ifPresent(cluster -> site.put(change.apply(cluster)));
    }

    private static Cluster recorded(Site site, ClusterRecorded event) {
        Optional<Cluster> before = site.cluster(event.clusterId());
        TreeSet<String> missing = new TreeSet<>(event.clustering().toolApps());
        before.filter(cluster ->
                        cluster.clustering().toolProfile() == event.clustering().toolProfile())
                .ifPresent(cluster -> missing.retainAll(cluster.toolsMissing()));
        return new Cluster(
                event.clusterId(),
                event.clustering(),
                event.region(),
                event.latitude(),
                event.longitude(),
                event.labels(),
                before.map(Cluster::phase).orElse(Cluster.Phase.REQUESTED),
                before.map(Cluster::reason).orElse(""),
                before.map(Cluster::conditions).orElse(Map.of()),
                before.map(Cluster::nodes).orElse(List.of()),
                before.map(Cluster::apiEndpoint).orElse(""),
                before.flatMap(Cluster::enrolmentId),
                before.flatMap(Cluster::lostAt),
                missing,
                before.map(Cluster::profiles)
                        .orElse(Profiles.NONE)
                        .replacedBy(
                                event.profile(),
                                version -> before.stream()
                                        .flatMap(cluster -> cluster.nodes().stream())
                                        .anyMatch(node -> !node.isJoined()
                                                && node.profile().equals(Optional.of(version)))),
                event.at());
    }

    private static void release(Site site, NodeReleased event) {
        change(
                site,
                event,
                cluster -> cluster.with(
                        cluster.nodes().stream()
                                .filter(node -> !node.machineId().equals(event.machineId()))
                                .toList(),
                        event.at()));
        site.machine(event.machineId())
                .ifPresent(machine -> site.put(machine.released(machine.available() && !event.handedOut())));
    }

    private static Cluster node(Cluster cluster, OfNode event) {
        String id = event.machineId();
        return switch (event) {
            case NodeInstalling e ->
                cluster.with(id, node -> node.installing(e.role(), e.nonce(), e.deadline(), e.profile()), e.at());
            case NodeAttemptOver e -> cluster.with(id, node -> node.in(Node.Phase.ASSIGNED), e.at());
            case NodeClaimed e -> {
                Cluster changed = cluster.with(id, node -> node.claimed(e.claimId()), e.at());
                boolean first = changed.node(id)
                        .filter(node -> node.role() == Node.Role.FIRST_SERVER)
                        .isPresent();
                // The claim's answer is for a new agent with a new key; until then the former one may enrol or go on.
                yield first ? changed.with(changed.apiEndpoint(), Optional.empty(), changed.lostAt(), e.at()) : changed;
            }
            case NodeInstalled e -> cluster.with(id, node -> node.in(Node.Phase.INSTALLED), e.at());
            case NodeJoined e -> cluster.with(id, node -> node.joined(e.address()), e.at());
            case NodeFailed e -> cluster.with(id, node -> node.in(Node.Phase.FAILED), e.at());
            case NodeAssigned _, NodeReleased _ -> cluster;
        };
    }

    private static Cluster cluster(Cluster cluster, OfCluster event) {
        return switch (event) {
            case Waiting e -> cluster.with(cluster.phase(), e.reason(), e.at());
            case EndpointChanged e -> cluster.with(e.endpoint(), cluster.enrolmentId(), cluster.lostAt(), e.at());
            case StartedOver e ->
                cluster.with(Cluster.Phase.REQUESTED, e.reason(), e.at())
                        .with("", Optional.empty(), Optional.empty(), e.at());
            case ConditionChanged e -> cluster.with(new Condition(e.type(), e.holds(), e.reason(), e.at()));
            case GraceStarted e ->
                cluster.with(cluster.apiEndpoint(), cluster.enrolmentId(), Optional.of(e.lostAt()), e.at());
            case ToolChanged e -> {
                TreeSet<String> missing = new TreeSet<>(cluster.toolsMissing());
                if (e.available()) {
                    missing.remove(e.app());
                } else {
                    missing.add(e.app());
                }
                yield cluster.with(missing, e.at());
            }
            case AgentEnrolled e ->
                cluster.with(cluster.apiEndpoint(), Optional.of(e.enrolmentId()), cluster.lostAt(), e.at());
            case PhaseChanged e -> cluster.with(e.phase(), e.reason(), e.at());
            case ClusterRecorded _, Planned _, OfNode _ -> cluster;
        };
    }
}
