package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppAccepted;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppRemoved;
import dev.skerry.appmanager.domain.fleet.FleetEvent.ClusterChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.OfApp;
import dev.skerry.appmanager.domain.fleet.FleetEvent.OfPlacement;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementGone;
import dev.skerry.appmanager.domain.fleet.FleetEvent.Refused;
import dev.skerry.appmanager.domain.fleet.FleetInput.CapacityReported;
import dev.skerry.appmanager.domain.fleet.FleetInput.ClusterSeen;
import dev.skerry.appmanager.domain.fleet.FleetInput.PlacementReported;
import dev.skerry.appmanager.domain.fleet.FleetInput.RecordChanged;
import dev.skerry.appmanager.domain.fleet.FleetInput.RemovalRequested;
import dev.skerry.appmanager.domain.fleet.FleetInput.Requested;
import dev.skerry.appmanager.domain.fleet.FleetInput.Woken;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import dev.skerry.kernel.Decider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * Where apps run, from the request to the last placement's end. The only writer of placement, so that capacity is promised
 * once.
 */
public final class FleetDecider implements Decider<Fleet, FleetInput, FleetEvent> {

    private final PlacementEngine engine;

    public FleetDecider(PlacementEngine engine) {
        this.engine = engine;
    }

    @Override
    public Fleet initial(String key) {
        return new Fleet();
    }

    @Override
    public List<FleetEvent> decide(Fleet fleet, FleetInput input, Instant now) {
        Draft draft = new Draft(fleet, now.truncatedTo(ChronoUnit.MILLIS));
        Departure departure = new Departure(draft);
        Evaluation evaluation = new Evaluation(engine, draft, departure);
        switch (input) {
            case Requested i -> requested(draft, evaluation, i.request());
            case RemovalRequested i ->
                draft.app(i.app()).filter(app -> !app.removing()).ifPresent(departure::remove);
            case ClusterSeen i -> clusterChanged(draft, departure, evaluation, merged(fleet, i.cluster()));
            case CapacityReported i ->
                fleet.cluster(i.cluster())
                        .map(cluster -> cluster.withCapacity(i.capacity(), draft.at()))
                        .ifPresent(cluster -> clusterChanged(draft, departure, evaluation, cluster));
            case PlacementReported i -> reported(draft, departure, evaluation, i);
            case RecordChanged i -> departure.recordChanged(i);
            case Woken _ -> fleet.due(draft.at()).forEach(departure::due);
        }
        evaluation.offerFreed();
        return draft.events();
    }

    @Override
    public Fleet evolve(Fleet fleet, FleetEvent event) {
        switch (event) {
            case OfApp e -> fleet.put(e.app());
            case OfPlacement e -> fleet.put(e.placement());
            case PlacementGone e -> fleet.remove(e.app(), e.cluster());
            case AppRemoved e -> fleet.remove(e.app());
            case ClusterChanged e -> fleet.put(e.cluster());
            case Refused _ -> {}
        }
        return fleet;
    }

    @Override
    public Optional<Instant> wakeAt(Fleet fleet) {
        return fleet.nextDeadline();
    }

    private static void requested(Draft draft, Evaluation evaluation, DeploymentRequest request) {
        Optional<Refused> wrong = RequestRules.refuse(request).or(() -> nameTaken(draft, request));
        Optional<App> known = draft.app(request.app());
        if (wrong.isPresent()) {
            draft.add(wrong.get());
        } else if (known.isEmpty()) {
            draft.add(new AppAccepted(App.accepted(request, 1, draft.at())));
            evaluation.evaluate(request.app());
        } else if (known.get().removing() || !known.get().spec().asksTheSameAs(request)) {
            draft.add(new AppAccepted(known.get().revised(request, draft.at())));
            evaluation.evaluate(request.app());
        }
    }

    private static Optional<Refused> nameTaken(Draft draft, DeploymentRequest request) {
        return request.dns()
                .flatMap(dns -> draft.before().ownerOf(dns.name()))
                .filter(owner -> !owner.equals(request.app()))
                .map(owner -> new Refused("dns.name", "is the name of " + owner + "; choose another"));
    }

    private static FleetCluster merged(Fleet fleet, FleetCluster seen) {
        return fleet.cluster(seen.id())
                .map(FleetCluster::capacity)
                .filter(capacity -> !capacity.equals(Resources.NONE))
                .map(capacity -> seen.withCapacity(capacity, seen.changedAt()))
                .orElse(seen);
    }

    private static void clusterChanged(Draft draft, Departure departure, Evaluation evaluation, FleetCluster after) {
        Optional<FleetCluster> before = draft.cluster(after.id());
        if (before.filter(after::saysTheSameAs).isPresent()) {
            return;
        }
        draft.add(new ClusterChanged(after));
        boolean moved = before.isEmpty()
                || !before.get().labels().equals(after.labels())
                || !before.get().region().equals(after.region())
                || !before.get().site().equals(after.site());
        boolean rephased = before.isEmpty() || before.get().phase() != after.phase();
        if (moved || before.get().phase().keeps() != after.phase().keeps()) {
            for (String app : draft.before().appsOn(after.id())) {
                onChanged(draft, departure, evaluation, after, app);
            }
        }
        boolean grew = before.isEmpty() || !after.capacity().within(before.get().capacity());
        boolean reached = before.isPresent() && before.get().agentConnected() != after.agentConnected();
        if (moved || rephased || grew || reached) {
            evaluation.offer(after);
        }
    }

    private static void onChanged(
            Draft draft, Departure departure, Evaluation evaluation, FleetCluster cluster, String app) {
        Optional<Placement> placement = draft.placement(app, cluster.id());
        if (placement.filter(Placement::live).isPresent()) {
            evaluation.evaluateOn(app, cluster);
        } else if (cluster.phase().silent()) {
            placement.filter(Placement::stopped).ifPresent(departure::gone);
        }
    }

    private static void reported(Draft draft, Departure departure, Evaluation evaluation, PlacementReported said) {
        Optional<Placement> known = draft.placement(said.app(), said.cluster());
        if (known.isEmpty()) {
            return;
        }
        Placement placement = known.get();
        if (placement.draining()) {
            if (said.phase() == PlacementPhase.GONE && placement.stopped()) {
                departure.gone(placement);
            } else if (said.phase() == PlacementPhase.DRAINING && !placement.stopped()) {
                departure.nameNotAnnounced(placement);
            }
        } else if (said.revision() == placement.revision()) {
            reportedLive(draft, evaluation, placement, said);
        }
    }

    private static void reportedLive(Draft draft, Evaluation evaluation, Placement placement, PlacementReported said) {
        PlacementPhase phase = switch (said.phase()) {
            case GONE, DRAINING -> PlacementPhase.DEGRADED;
            case PENDING, DELIVERED, PROGRESSING, AVAILABLE, DEGRADED -> said.phase();
        };
        App app = draft.app(said.app()).orElseThrow();
        String reason =
                said.message().isEmpty() ? app.whyOn(said.cluster()).orElse(placement.reason()) : said.message();
        if (phase == placement.phase()
                && said.readyReplicas() == placement.readyReplicas()
                && reason.equals(placement.reason())) {
            return;
        }
        draft.add(new PlacementChanged(placement.reported(phase, said.readyReplicas(), reason, draft.at())));
        if (phase == PlacementPhase.AVAILABLE && evaluation.hasSurplus(app)) {
            evaluation.evaluate(app.id());
        } else {
            evaluation.settle(app.id());
        }
    }
}
