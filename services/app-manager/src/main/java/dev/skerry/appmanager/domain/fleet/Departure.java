package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.AppRemoved;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementGone;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementStopped;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementWithdrawn;
import dev.skerry.appmanager.domain.fleet.FleetInput.RecordChanged;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How placements leave: the name first, its TTL, then the workload, then the reservation. One per decision. */
final class Departure {

    /**
     * The least wait after a name went. Name servers read a record a little after it was decided; and a record that was decided before
     * a withdrawal may be read after it, until the next one tells better.
     */
    static final Duration SPREADING = Duration.ofSeconds(5);

    private final Draft draft;

    Departure(Draft draft) {
        this.draft = draft;
    }

    /** An app leaves everywhere. */
    void remove(App app) {
        draft.add(new AppChanged(app.in(AppPhase.REMOVING, draft.at())));
        for (Placement placement : List.copyOf(draft.placementsOf(app.id()).values())) {
            if (placement.live()) {
                withdraw(placement, "the app is removed");
            }
        }
        finish(app.id());
    }

    /** A live placement is to leave. */
    void withdraw(Placement placement, String reason) {
        Placement withdrawn = placement.withdrawn(reason, draft.at());
        draft.add(new PlacementWithdrawn(withdrawn));
        if (ttl(placement).isEmpty()) {
            stop(withdrawn);
        }
    }

    /** Its cluster says that the name is not announced there. */
    void nameNotAnnounced(Placement placement) {
        if (placement.stopAt().isEmpty()) {
            nameGone(placement, placement.reason());
        }
    }

    /** The name answers otherwise: judged by what it says of each placement on its way out. */
    void recordChanged(RecordChanged record) {
        Tally tally = draft.tally(record.app());
        if (tally.all() == tally.live()) {
            return;
        }
        for (Placement placement : List.copyOf(draft.placementsOf(record.app()).values())) {
            if (placement.draining() && !placement.stopped()) {
                recordChanged(record, placement);
            }
        }
    }

    private void recordChanged(RecordChanged record, Placement placement) {
        if (record.answering().contains(placement.cluster())) {
            boolean bounded = draft.at().isBefore(placement.changedAt().plus(Placement.ACKNOWLEDGEMENT));
            if (placement.stopAt().isPresent() && bounded) {
                draft.add(new PlacementChanged(placement.nameAnswersAgain()));
            }
        } else if (placement.stopAt().isEmpty() || record.withdrawn().contains(placement.cluster())) {
            nameGone(placement, placement.reason());
        }
    }

    /** A deadline of a placement on its way out is over. */
    void due(Placement placement) {
        if (placement.stopAt().isEmpty()) {
            nameGone(placement, placement.reason() + "; nobody acknowledged its name's withdrawal");
        } else {
            stop(placement);
        }
    }

    /** Nothing of a placement is left. */
    void gone(Placement placement) {
        draft.add(new PlacementGone(placement.app(), placement.cluster()));
        finish(placement.app());
    }

    private void nameGone(Placement placement, String reason) {
        Duration ttl = ttl(placement).filter(t -> t.compareTo(SPREADING) > 0).orElse(SPREADING);
        Placement waiting = placement.nameGoneAt(draft.at(), ttl, reason);
        if (waiting.stopAt().filter(t -> t.isAfter(draft.at())).isEmpty()) {
            stop(waiting);
        } else if (!waiting.equals(placement)) {
            draft.add(new PlacementChanged(waiting));
        }
    }

    private void stop(Placement placement) {
        Placement stopped = placement.stopped(draft.at());
        draft.add(new PlacementStopped(stopped));
        Optional<FleetCluster> cluster = draft.cluster(placement.cluster());
        if (cluster.isEmpty() || cluster.get().phase().silent()) {
            gone(stopped);
        }
    }

    private void finish(String app) {
        if (draft.app(app).filter(App::removing).isPresent() && draft.tally(app).all() == 0) {
            draft.add(new AppRemoved(app));
        }
    }

    /** The longest of the names that the placement has had, and the app's now: a record answers for all clusters with one TTL. */
    private Optional<Duration> ttl(Placement placement) {
        Optional<Duration> present =
                draft.app(placement.app()).flatMap(app -> app.spec().dns()).map(DnsName::ttl);
        return Stream.concat(placement.ttl().stream(), present.stream()).max(Comparator.naturalOrder());
    }
}
