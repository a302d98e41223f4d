package dev.skerry.appmanager.domain.fleet;

import static dev.skerry.appmanager.domain.Given.NOON;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** A fleet that is told one thing after the other. */
final class FleetStory {

    private final FleetDecider decider = new FleetDecider(PlacementEngine.standard());
    private final Fleet fleet = decider.initial("fleet");
    private Instant now = NOON;

    /** Tells it, and gives what follows in short: {@code Decided shop@cph 2}. */
    List<String> tell(FleetInput input) {
        List<FleetEvent> events = decider.decide(fleet, input, now);
        decider.evolve(fleet, events);
        FleetFacts.of(fleet);
        return events.stream().map(FleetStory::text).filter(t -> !t.isEmpty()).toList();
    }

    List<String> request(DeploymentRequest request) {
        return tell(new FleetInput.Requested(request));
    }

    List<String> remove(String app) {
        return tell(new FleetInput.RemovalRequested(app));
    }

    List<String> seen(FleetCluster... clusters) {
        List<String> last = List.of();
        for (FleetCluster cluster : clusters) {
            last = tell(new FleetInput.ClusterSeen(cluster));
        }
        return last;
    }

    List<String> capacity(String cluster, Resources capacity) {
        return tell(new FleetInput.CapacityReported(cluster, capacity));
    }

    List<String> reported(String app, String cluster, PlacementPhase phase) {
        Placement placement = fleet.placement(app, cluster).orElseThrow();
        int ready = phase == PlacementPhase.AVAILABLE ? placement.replicas() : 0;
        return tell(new FleetInput.PlacementReported(app, cluster, placement.revision(), phase, ready, ""));
    }

    List<String> available(String app, String... clusters) {
        List<String> last = List.of();
        for (String cluster : clusters) {
            last = reported(app, cluster, PlacementPhase.AVAILABLE);
        }
        return last;
    }

    List<String> record(String app, Set<String> answering, Set<String> withdrawn) {
        return tell(new FleetInput.RecordChanged(app, answering, withdrawn));
    }

    List<String> wake() {
        return tell(new FleetInput.Woken());
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    Fleet fleet() {
        return fleet;
    }

    App app(String id) {
        return fleet.app(id).orElseThrow();
    }

    Placement placement(String app, String cluster) {
        return fleet.placement(app, cluster).orElseThrow();
    }

    Instant now() {
        return now;
    }

    private static String text(FleetEvent event) {
        return switch (event) {
            case FleetEvent.Refused e -> "Refused " + e.field() + ": " + e.reason();
            case FleetEvent.AppAccepted e -> "Accepted " + e.app().revision();
            case FleetEvent.AppEvaluated e ->
                e.app().satisfied() ? "Satisfied" : "Lacking: " + e.app().lack();
            case FleetEvent.AppChanged e -> e.app().phase().name();
            case FleetEvent.AppRemoved _ -> "Removed";
            case FleetEvent.PlacementDecided e -> "Decided " + text(e.placement());
            case FleetEvent.PlacementWithdrawn e -> "Withdrawn " + e.placement().cluster();
            case FleetEvent.PlacementStopped e -> "Stopped " + e.placement().cluster();
            case FleetEvent.PlacementGone e -> "Gone " + e.cluster();
            case FleetEvent.PlacementChanged _ -> "";
            case FleetEvent.ClusterChanged _ -> "";
        };
    }

    private static String text(Placement placement) {
        return placement.cluster() + " r" + placement.revision() + " x" + placement.replicas();
    }
}
