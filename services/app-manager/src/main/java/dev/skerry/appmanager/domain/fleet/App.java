package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Verdict;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An app as it stands.
 *
 * @param id {@code tenant/name}
 * @param revision of the request in force, from 1
 * @param spec that request
 * @param phase how far it is
 * @param lack what the fleet lacks for it; empty when its policy is met
 * @param taken why clusters were taken, of an app that runs everywhere the first of them
 * @param refused why the others were not, when that was last decided
 * @param changedAt when any of this changed
 */
public record App(
        String id,
        int revision,
        DeploymentRequest spec,
        AppPhase phase,
        String lack,
        List<Verdict> taken,
        List<Refusal> refused,
        Instant changedAt) {

    public App {
        taken = List.copyOf(taken);
        refused = List.copyOf(refused);
    }

    /** A revision that nothing was decided about yet. */
    static App accepted(DeploymentRequest spec, int revision, Instant at) {
        return new App(spec.app(), revision, spec, AppPhase.PENDING, NOT_EVALUATED, List.of(), List.of(), at);
    }

    /** The lack of an app that was never evaluated. */
    private static final String NOT_EVALUATED = "not evaluated yet";

    public PlacementPolicy policy() {
        return spec.placement();
    }

    public boolean satisfied() {
        return lack.isEmpty();
    }

    public boolean removing() {
        return phase == AppPhase.REMOVING;
    }

    /** Why a cluster was taken, where that is still known. */
    Optional<String> whyOn(String cluster) {
        return taken.stream()
                .filter(verdict -> verdict.cluster().equals(cluster))
                .map(Verdict::reason)
                .findFirst();
    }

    App revised(DeploymentRequest request, Instant at) {
        return new App(id, revision + 1, request, AppPhase.PENDING, NOT_EVALUATED, taken, refused, at);
    }

    App evaluated(String newLack, List<Verdict> newTaken, List<Refusal> newRefused, Instant at) {
        return new App(id, revision, spec, phase, newLack, newTaken, newRefused, at);
    }

    App in(AppPhase newPhase, Instant at) {
        return new App(id, revision, spec, newPhase, lack, taken, refused, at);
    }
}
