package dev.skerry.appmanager.wire;

import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.fleet.App;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.FleetInput;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.apps.AppAccepted;
import dev.skerry.schemas.apps.AppRemoved;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.ClusterStatus;
import dev.skerry.schemas.apps.DeploymentRemovalRequested;
import dev.skerry.schemas.apps.DeploymentRequested;
import dev.skerry.schemas.apps.FleetCluster;
import dev.skerry.schemas.apps.PlacementDecided;
import dev.skerry.schemas.apps.PlacementEvaluated;
import dev.skerry.schemas.apps.PlacementReported;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.apps.PlacementStopped;
import dev.skerry.schemas.apps.PlacementWithdrawn;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.dns.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** The fleet's mapping. */
public final class FleetWire implements Wire<Fleet, FleetInput, FleetEvent> {

    @Override
    public Optional<FleetInput> input(Received received) {
        return switch (received.record()) {
            case DeploymentRequested r -> Optional.of(new FleetInput.Requested(AppWire.request(r)));
            case DeploymentRemovalRequested r ->
                Optional.of(new FleetInput.RemovalRequested(r.getTenant() + "/" + r.getName()));
            case ClusterState r -> Optional.of(new FleetInput.ClusterSeen(ClusterStates.fleetCluster(r)));
            case ClusterStatus r -> capacity(r);
            case PlacementReported r ->
                Optional.of(new FleetInput.PlacementReported(
                        r.getApp(),
                        r.getClusterId(),
                        r.getRevision(),
                        PlacementPhase.valueOf(r.getPhase().name()),
                        r.getReadyReplicas(),
                        r.getMessage()));
            case RecordChanged r ->
                Optional.of(new FleetInput.RecordChanged(
                        r.getApp(),
                        r.getTargets().stream().map(Target::getClusterId).collect(Collectors.toSet()),
                        Set.copyOf(r.getWithdrawn())));
            default -> Optional.empty();
        };
    }

    /** A status from before the first report says nothing of the capacity unless a node joined. */
    private static Optional<FleetInput> capacity(ClusterStatus status) {
        Resources capacity = AppWire.resources(status.getCapacity());
        return status.getLastSeen() == null && capacity.equals(Resources.NONE)
                ? Optional.empty()
                : Optional.of(new FleetInput.CapacityReported(status.getClusterId(), capacity));
    }

    @Override
    public FleetInput woken() {
        return new FleetInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(FleetEvent event, Fleet after) {
        return switch (event) {
            case FleetEvent.Refused e -> List.of(Outgoing.refuse(e.field(), e.reason()));
            case FleetEvent.AppAccepted e ->
                ofApp(e.app().id(), new AppAccepted(e.app().id(), e.app().revision()));
            case FleetEvent.AppEvaluated e -> ofApp(e.app().id(), evaluated(e.app()));
            case FleetEvent.AppRemoved e -> ofApp(e.app(), new AppRemoved(e.app()));
            case FleetEvent.PlacementDecided e -> ofPlacement(e.placement(), decided(e));
            case FleetEvent.PlacementWithdrawn e ->
                ofPlacement(
                        e.placement(),
                        new PlacementWithdrawn(
                                e.placement().app(),
                                e.placement().cluster(),
                                e.placement().reason()));
            case FleetEvent.PlacementStopped e ->
                ofPlacement(
                        e.placement(),
                        new PlacementStopped(e.placement().app(), e.placement().cluster()));
            case FleetEvent.AppChanged _ -> List.of();
            case FleetEvent.PlacementChanged _ -> List.of();
            case FleetEvent.PlacementGone _ -> List.of();
            case FleetEvent.ClusterChanged _ -> List.of();
        };
    }

    private static List<Outgoing> ofApp(String app, SpecificRecord record) {
        return List.of(Outgoing.publish(Topics.APP_EVENTS, app, record));
    }

    private static List<Outgoing> ofPlacement(Placement placement, SpecificRecord record) {
        return List.of(Outgoing.publish(Topics.PLACEMENT_EVENTS, placement.cluster(), record));
    }

    private static PlacementEvaluated evaluated(App app) {
        return new PlacementEvaluated(
                app.id(),
                app.revision(),
                app.satisfied(),
                app.lack(),
                FleetEntries.verdicts(app.taken()),
                FleetEntries.refusals(app.refused()));
    }

    private static PlacementDecided decided(FleetEvent.PlacementDecided event) {
        Placement placement = event.placement();
        return new PlacementDecided(
                placement.app(),
                placement.cluster(),
                placement.revision(),
                placement.replicas(),
                AppWire.workload(event.spec().workload()),
                AppWire.dns(event.spec().dns()),
                placement.reason());
    }

    @Override
    public List<Entry> changed(String key, Fleet after, List<FleetEvent> events) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (FleetEvent event : events) {
            entry(event, after).ifPresent(entry -> entries.put(entry.name(), entry));
        }
        return List.copyOf(entries.values());
    }

    private static Optional<Entry> entry(FleetEvent event, Fleet after) {
        return switch (event) {
            case FleetEvent.OfApp e -> Optional.of(FleetEntries.app(e.app().id(), after));
            case FleetEvent.AppRemoved e -> Optional.of(FleetEntries.app(e.app(), after));
            case FleetEvent.OfPlacement e ->
                Optional.of(FleetEntries.placement(
                        e.placement().app(), e.placement().cluster(), after));
            case FleetEvent.PlacementGone e -> Optional.of(FleetEntries.placement(e.app(), e.cluster(), after));
            case FleetEvent.ClusterChanged e ->
                Optional.of(FleetEntries.cluster(e.cluster().id(), after));
            case FleetEvent.Refused _ -> Optional.empty();
        };
    }

    @Override
    public Fleet restored(String key, List<SpecificRecord> entries) {
        Fleet fleet = new Fleet();
        List<FleetCluster> clusters = new ArrayList<>();
        for (SpecificRecord entry : entries) {
            switch (entry) {
                case AppState r -> fleet.put(FleetEntries.app(r));
                case PlacementState r -> fleet.put(FleetEntries.placement(r));
                case FleetCluster r -> clusters.add(r);
                default ->
                    throw new IllegalStateException(
                            "the fleet stores no " + entry.getSchema().getFullName());
            }
        }
        // Last, so that each is put in order once, with all that is reserved on it, and not again for every placement.
        clusters.forEach(cluster -> fleet.put(FleetEntries.cluster(cluster)));
        return fleet;
    }
}
