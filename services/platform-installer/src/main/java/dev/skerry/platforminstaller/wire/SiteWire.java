package dev.skerry.platforminstaller.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Site;
import dev.skerry.platforminstaller.domain.SiteEvent;
import dev.skerry.platforminstaller.domain.SiteEvent.*;
import dev.skerry.platforminstaller.domain.SiteInput;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterPhaseChanged;
import dev.skerry.schemas.clusters.ClusterPlanned;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ClusterWaiting;
import dev.skerry.schemas.clusters.ConditionType;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.clusters.SiteMachine;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/** The site planner's records: what it writes and what it keeps. What it reads is in {@link SiteInputs}. */
public final class SiteWire implements Wire<Site, SiteInput, SiteEvent> {

    @Override
    public Optional<SiteInput> input(Received received) {
        return SiteInputs.of(received.record());
    }

    @Override
    public SiteInput woken() {
        return new SiteInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(SiteEvent event, Site after) {
        String site = after.name();
        return switch (event) {
            case MachineRecorded _, MachineGone _, HoldChanged _ -> List.of();
            case ClusterRecorded _, EndpointChanged _, GraceStarted _, ToolChanged _ -> List.of();
            case NodeInstalling _, NodeAttemptOver _, NodeInstalled _, NodeFailed _ -> List.of();
            case Planned e ->
                ofCluster(
                        e,
                        new ClusterPlanned(
                                e.clusterId(),
                                site,
                                e.nodes().stream().map(ClusterRecords::node).toList()));
            case Waiting e -> ofCluster(e, new ClusterWaiting(e.clusterId(), site, e.reason()));
            case ConditionChanged e ->
                ofCluster(
                        e,
                        new dev.skerry.schemas.clusters.ConditionChanged(
                                e.clusterId(),
                                site,
                                ConditionType.valueOf(e.type().name()),
                                e.holds(),
                                e.reason()));
            case PhaseChanged e ->
                ofCluster(
                        e,
                        new ClusterPhaseChanged(
                                e.clusterId(),
                                site,
                                ClusterPhase.valueOf(e.phase().name()),
                                e.reason()));
            case StartedOver e ->
                ofCluster(e, new ClusterPhaseChanged(e.clusterId(), site, ClusterPhase.REQUESTED, e.reason()));
            case AgentEnrolled e ->
                ofCluster(e, new dev.skerry.schemas.clusters.AgentEnrolled(e.clusterId(), site, e.enrolmentId()));
            case NodeAssigned e ->
                ofNode(
                        e,
                        new dev.skerry.schemas.clusters.NodeAssigned(
                                e.machineId(),
                                e.clusterId(),
                                site,
                                e.name(),
                                NodeRole.valueOf(e.role().name()),
                                ProfileRecords.order(e.profile())));
            case NodeClaimed e ->
                ofNode(
                        e,
                        new dev.skerry.schemas.clusters.NodeClaimed(
                                e.machineId(), e.clusterId(), site, e.nonce(), e.claimId()));
            case NodeJoined e ->
                ofNode(
                        e,
                        new dev.skerry.schemas.clusters.NodeJoined(
                                e.machineId(),
                                e.clusterId(),
                                site,
                                e.name(),
                                NodeRole.valueOf(e.role().name())));
            case NodeReleased e ->
                e.handedOut()
                        ? ofNode(
                                e,
                                new dev.skerry.schemas.clusters.NodeReleased(
                                        e.machineId(), e.clusterId(), site, e.reason()))
                        : List.of();
        };
    }

    private static List<Outgoing> ofCluster(OfCluster event, SpecificRecord record) {
        return List.of(Outgoing.publish(Topics.CLUSTER_EVENTS, event.clusterId(), record));
    }

    private static List<Outgoing> ofNode(OfNode event, SpecificRecord record) {
        return List.of(Outgoing.publish(Topics.NODE_EVENTS, event.machineId(), record));
    }

    @Override
    public List<Entry> changed(String key, Site after, List<SiteEvent> events) {
        Set<String> machines = new LinkedHashSet<>();
        Set<String> clusters = new LinkedHashSet<>();
        for (SiteEvent event : events) {
            switch (event) {
                case OfMachine ofMachine -> machines.add(ofMachine.machineId());
                case NodeReleased released -> {
                    machines.add(released.machineId());
                    clusters.add(released.clusterId());
                }
                case Planned planned -> {
                    planned.nodes().forEach(node -> machines.add(node.machineId()));
                    clusters.add(planned.clusterId());
                }
                case OfCluster ofCluster -> clusters.add(ofCluster.clusterId());
            }
        }
        List<Entry> entries = new ArrayList<>();
        machines.forEach(id -> after.machine(id)
                .ifPresent(
                        machine -> entries.add(Entry.stored("machine/" + id, ClusterRecords.machine(key, machine)))));
        clusters.forEach(id -> after.cluster(id)
                .ifPresent(cluster -> entries.add(Entry.published(
                        "cluster/" + id, ClusterRecords.state(key, cluster), Topics.CLUSTER_STATE, id))));
        return entries;
    }

    @Override
    public Site restored(String key, List<SpecificRecord> entries) {
        Site site = new Site(key);
        for (SpecificRecord entry : entries) {
            switch (entry) {
                case ClusterState state -> site.put(ClusterRecords.cluster(state));
                case SiteMachine machine -> site.put(ClusterRecords.machine(machine));
                default -> throw new IllegalArgumentException("not of this store: " + entry.getSchema());
            }
        }
        return site;
    }
}
