package dev.skerry.appmanager.wire;

import dev.skerry.appmanager.domain.cluster.AgentReport;
import dev.skerry.appmanager.domain.cluster.AppReport;
import dev.skerry.appmanager.domain.cluster.ClusterEvent;
import dev.skerry.appmanager.domain.cluster.ClusterInput;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.appmanager.domain.cluster.Desired;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.apps.AgentConnected;
import dev.skerry.schemas.apps.AgentDisconnected;
import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.PlacementDecided;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementReported;
import dev.skerry.schemas.apps.PlacementStopped;
import dev.skerry.schemas.apps.PlacementWithdrawn;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadGone;
import dev.skerry.schemas.clusters.ClusterState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** A cluster's mapping. */
public final class ClusterWire implements Wire<ClusterView, ClusterInput, ClusterEvent> {

    @Override
    public Optional<ClusterInput> input(Received received) {
        return switch (received.record()) {
            case PlacementDecided r ->
                Optional.of(new ClusterInput.Decided(
                        r.getApp(),
                        new Desired.App(
                                r.getRevision(),
                                r.getReplicas(),
                                AppWire.workload(r.getWorkload()),
                                AppWire.dns(r.getDns()))));
            case PlacementWithdrawn r -> Optional.of(new ClusterInput.Withdrawn(r.getApp()));
            case PlacementStopped r -> Optional.of(new ClusterInput.Stopped(r.getApp()));
            case ClusterState r ->
                Optional.of(new ClusterInput.Seen(ClusterStates.place(r), ClusterStates.capacity(r)));
            case AgentReported r -> Optional.of(new ClusterInput.Reported(report(r)));
            default -> Optional.empty();
        };
    }

    private static AgentReport report(AgentReported from) {
        return new AgentReport(
                from.getSequence(),
                from.getGeneration(),
                from.getAgentVersion(),
                AppWire.resources(from.getCapacity()),
                AppWire.resources(from.getUsed()),
                from.getAddresses(),
                ClusterEntries.reports(from.getPlacements()));
    }

    @Override
    public ClusterInput woken() {
        return new ClusterInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(ClusterEvent event, ClusterView after) {
        String cluster = after.place().id();
        return switch (event) {
            case ClusterEvent.AgentConnected e ->
                to(Topics.AGENT_EVENTS, cluster, new AgentConnected(cluster, e.site(), e.version()));
            case ClusterEvent.AgentDisconnected e ->
                to(Topics.AGENT_EVENTS, cluster, new AgentDisconnected(cluster, e.site(), e.lastSeen()));
            case ClusterEvent.PlacementReported e ->
                to(Topics.FLEET_PLACEMENT_EVENTS, cluster, reported(e.app(), cluster, e.report()));
            case ClusterEvent.NameFree e ->
                to(
                        Topics.FLEET_PLACEMENT_EVENTS,
                        cluster,
                        new PlacementReported(
                                e.app(),
                                cluster,
                                e.revision(),
                                PlacementPhase.DRAINING,
                                0,
                                "its name is not announced here"));
            case ClusterEvent.WorkloadAvailable e ->
                to(
                        Topics.WORKLOAD_EVENTS,
                        e.app(),
                        new WorkloadAvailable(
                                e.app(),
                                cluster,
                                e.site(),
                                e.announcement().revision(),
                                AppWire.dns(e.announcement().dns()),
                                e.announcement().addresses()));
            case ClusterEvent.WorkloadGone e ->
                to(
                        Topics.WORKLOAD_EVENTS,
                        e.app(),
                        new WorkloadGone(e.app(), cluster, e.site(), AppWire.dns(e.dns()), e.reason()));
            case ClusterEvent.DesiredChanged _ -> List.of();
            case ClusterEvent.WithdrawalChanged _ -> List.of();
            case ClusterEvent.PlaceChanged _ -> List.of();
            case ClusterEvent.AgentChanged _ -> List.of();
            case ClusterEvent.AgentHeard _ -> List.of();
        };
    }

    private static List<Outgoing> to(Topic topic, String key, SpecificRecord record) {
        return List.of(Outgoing.publish(topic, key, record));
    }

    private static PlacementReported reported(String app, String cluster, AppReport report) {
        return new PlacementReported(
                app,
                cluster,
                report.revision(),
                PlacementPhase.valueOf(report.phase().name()),
                report.readyReplicas(),
                report.message());
    }

    @Override
    public List<Entry> changed(String key, ClusterView after, List<ClusterEvent> events) {
        List<Entry> entries = new ArrayList<>();
        entries.add(Entry.stored("", ClusterEntries.storedView(after)));
        if (events.stream().anyMatch(ClusterEvent.DesiredChanged.class::isInstance)) {
            entries.add(Entry.stored("desired", ClusterEntries.storedDesired(after)));
            entries.add(Entry.view(ClusterEntries.desired(after), Topics.DESIRED_STATE, key));
        }
        boolean shown = events.stream().anyMatch(e -> !(e instanceof ClusterEvent.AgentHeard heard) || heard.shown());
        if (shown && after.place().known()) {
            entries.add(Entry.view(ClusterEntries.status(after), Topics.CLUSTER_STATUS, key));
        }
        return entries;
    }

    @Override
    public ClusterView restored(String key, List<SpecificRecord> entries) {
        return ClusterEntries.view(
                key,
                entries.stream()
                        .map(dev.skerry.schemas.apps.ClusterView.class::cast)
                        .toList());
    }
}
