package dev.skerry.appmanager.wire;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Verdict;
import dev.skerry.appmanager.domain.fleet.App;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.Entry;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.ClusterVerdict;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.apps.RefusedClusters;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The stored and published entries of the fleet. */
final class FleetEntries {

    private FleetEntries() {}

    static Entry app(String id, Fleet fleet) {
        return Entry.published(
                "app/" + id, fleet.app(id).map(FleetEntries::state).orElse(null), Topics.APP_STATE, id);
    }

    static Entry placement(String app, String cluster, Fleet fleet) {
        String key = app + "@" + cluster;
        return Entry.published(
                "placement/" + key,
                fleet.placement(app, cluster).map(FleetEntries::state).orElse(null),
                Topics.PLACEMENT_STATE,
                key);
    }

    static Entry cluster(String id, Fleet fleet) {
        return Entry.stored(
                "cluster/" + id, fleet.cluster(id).map(FleetEntries::stored).orElse(null));
    }

    static AppState state(App from) {
        return new AppState(
                from.id(),
                from.revision(),
                AppWire.request(from.spec()),
                dev.skerry.schemas.apps.AppPhase.valueOf(from.phase().name()),
                from.lack(),
                verdicts(from.taken()),
                refusals(from.refused()),
                from.changedAt());
    }

    static App app(AppState from) {
        return new App(
                from.getApp(),
                from.getRevision(),
                AppWire.request(from.getSpec()),
                AppPhase.valueOf(from.getPhase().name()),
                from.getReason(),
                from.getTaken().stream()
                        .map(v -> new Verdict(v.getClusterId(), v.getReplicas(), v.getReason()))
                        .toList(),
                from.getRefused().stream()
                        .map(r -> new Refusal(r.getReason(), r.getClusters()))
                        .toList(),
                from.getChangedAt());
    }

    static List<ClusterVerdict> verdicts(List<Verdict> from) {
        return from.stream()
                .map(v -> new ClusterVerdict(v.cluster(), v.replicas(), v.reason()))
                .toList();
    }

    static List<RefusedClusters> refusals(List<Refusal> from) {
        return from.stream()
                .map(r -> new RefusedClusters(r.reason(), r.clusters()))
                .toList();
    }

    static PlacementState state(Placement from) {
        return new PlacementState(
                from.app(),
                from.cluster(),
                from.site(),
                from.region(),
                from.revision(),
                from.replicas(),
                dev.skerry.schemas.apps.PlacementPhase.valueOf(from.phase().name()),
                from.readyReplicas(),
                from.reason(),
                from.stopAt().orElse(null),
                AppWire.resources(from.replica()),
                from.changedAt(),
                from.ttl().map(ttl -> (int) ttl.toSeconds()).orElse(null));
    }

    static Placement placement(PlacementState from) {
        return new Placement(
                from.getApp(),
                from.getClusterId(),
                from.getSite(),
                from.getRegion(),
                from.getRevision(),
                from.getReplicas(),
                PlacementPhase.valueOf(from.getPhase().name()),
                from.getReadyReplicas(),
                from.getReason(),
                Optional.ofNullable(from.getStopAt()),
                AppWire.resources(from.getResources()),
                Optional.ofNullable(from.getTtlSeconds()).map(Duration::ofSeconds),
                from.getChangedAt());
    }

    static dev.skerry.schemas.apps.FleetCluster stored(FleetCluster from) {
        return new dev.skerry.schemas.apps.FleetCluster(
                from.id(),
                from.site(),
                from.region(),
                from.labels(),
                ClusterStates.phase(from.phase()),
                from.agentConnected(),
                AppWire.resources(from.capacity()),
                from.changedAt());
    }

    static FleetCluster cluster(dev.skerry.schemas.apps.FleetCluster from) {
        return new FleetCluster(
                from.getClusterId(),
                from.getSite(),
                from.getRegion(),
                from.getLabels(),
                ClusterStates.phase(from.getPhase()),
                from.getAgentConnected(),
                AppWire.resources(from.getCapacity()),
                from.getChangedAt());
    }
}
