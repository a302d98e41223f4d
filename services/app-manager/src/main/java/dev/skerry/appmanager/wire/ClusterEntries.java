package dev.skerry.appmanager.wire;

import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.cluster.AppReport;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.appmanager.domain.cluster.Desired;
import dev.skerry.schemas.apps.AppCounts;
import dev.skerry.schemas.apps.ClusterStatus;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.PlacementReport;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A cluster's stored view, in two entries of one record type: what it is to run, which is large and changes seldom, and all else,
 * which changes with each report. The first has no cluster id in its status.
 */
final class ClusterEntries {

    private ClusterEntries() {}

    static ClusterStatus status(ClusterView from) {
        ClusterView.Agent agent = from.agent();
        ClusterView.Counts counts = from.counts();
        return new ClusterStatus(
                from.place().id(),
                from.place().site(),
                from.place().region(),
                ClusterStates.phase(from.place().phase()),
                ClusterStates.avroConditions(from.place().conditions()),
                AppWire.resources(agent.capacity()),
                AppWire.resources(agent.used()),
                new AppCounts(
                        counts.total(), counts.applied(), counts.available(), counts.degraded(), counts.progressing()),
                agent.version(),
                agent.lastSeen().orElse(null),
                from.desired().generation(),
                agent.generation());
    }

    static DesiredState desired(ClusterView from) {
        List<DesiredPlacement> placements = from.desired().apps().entrySet().stream()
                .map(e -> placement(e.getKey(), e.getValue()))
                .toList();
        return new DesiredState(from.place().id(), from.desired().generation(), placements);
    }

    private static DesiredPlacement placement(String id, Desired.App app) {
        return new DesiredPlacement(
                id, app.revision(), app.replicas(), AppWire.workload(app.workload()), AppWire.dns(app.dns()));
    }

    static dev.skerry.schemas.apps.ClusterView storedDesired(ClusterView from) {
        return new dev.skerry.schemas.apps.ClusterView(
                status(NOBODY), desired(from), false, 0L, List.of(), List.of(), List.of(), List.of());
    }

    private static final ClusterView NOBODY = ClusterView.unknown("");

    static dev.skerry.schemas.apps.ClusterView storedView(ClusterView from) {
        return new dev.skerry.schemas.apps.ClusterView(
                status(from),
                new DesiredState(from.place().id(), 0L, List.of()),
                from.agent().connected(),
                from.agent().sequence(),
                from.agent().addresses(),
                from.reports().entrySet().stream()
                        .map(e -> report(e.getKey(), e.getValue()))
                        .toList(),
                List.copyOf(from.announced()),
                List.copyOf(from.withdrawn()));
    }

    private static PlacementReport report(String app, AppReport report) {
        return new PlacementReport(
                app,
                report.revision(),
                dev.skerry.schemas.apps.PlacementPhase.valueOf(report.phase().name()),
                report.readyReplicas(),
                report.message());
    }

    static AppReport report(PlacementReport from) {
        return new AppReport(
                from.getRevision(),
                PlacementPhase.valueOf(from.getPhase().name()),
                from.getReadyReplicas(),
                from.getMessage());
    }

    static ClusterView view(String key, List<dev.skerry.schemas.apps.ClusterView> entries) {
        ClusterView view = ClusterView.unknown(key);
        Desired desired = view.desired();
        for (dev.skerry.schemas.apps.ClusterView entry : entries) {
            if (entry.getStatus().getClusterId().isEmpty()) {
                desired = desired(entry.getDesired());
            } else {
                view = view(entry);
            }
        }
        return new ClusterView(view.place(), view.agent(), desired, view.reports(), view.announced(), view.withdrawn());
    }

    private static ClusterView view(dev.skerry.schemas.apps.ClusterView from) {
        ClusterStatus status = from.getStatus();
        SortedMap<String, AppReport> reports = new TreeMap<>();
        from.getReports().forEach(r -> reports.put(r.getApp(), report(r)));
        return new ClusterView(
                new ClusterView.Place(
                        status.getClusterId(),
                        status.getSite(),
                        status.getRegion(),
                        ClusterStates.phase(status.getPhase()),
                        ClusterStates.conditions(status.getConditions())),
                new ClusterView.Agent(
                        from.getAgentConnected(),
                        status.getAgentVersion(),
                        from.getLastSequence(),
                        status.getGenerationApplied(),
                        AppWire.resources(status.getCapacity()),
                        AppWire.resources(status.getUsed()),
                        from.getAddresses(),
                        Optional.ofNullable(status.getLastSeen())),
                new Desired(0, new TreeMap<>()),
                reports,
                new TreeSet<>(from.getAnnounced()),
                new TreeSet<>(from.getWithdrawn()));
    }

    private static Desired desired(DesiredState from) {
        SortedMap<String, Desired.App> apps = new TreeMap<>();
        from.getPlacements()
                .forEach(p -> apps.put(
                        p.getApp(),
                        new Desired.App(
                                p.getRevision(),
                                p.getReplicas(),
                                AppWire.workload(p.getWorkload()),
                                AppWire.dns(p.getDns()))));
        return new Desired(from.getGeneration(), apps);
    }

    static Map<String, AppReport> reports(List<PlacementReport> from) {
        Map<String, AppReport> reports = new TreeMap<>();
        from.forEach(r -> reports.put(r.getApp(), report(r)));
        return reports;
    }
}
