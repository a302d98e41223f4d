package dev.skerry.provisioner.domain;

import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.Machine.Unknown;
import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.Phase.Doing;
import dev.skerry.provisioner.domain.Phase.Failed;
import dev.skerry.provisioner.domain.Phase.Waiting;
import dev.skerry.provisioner.domain.Phase.Work;
import java.time.Instant;
import java.util.Optional;

/** What each event makes of a machine: the transition table. */
final class Transitions {

    private Transitions() {}

    static Machine after(Machine machine, MachineEvent event) {
        return switch (machine) {
            case Unknown unknown -> first(unknown, event);
            case Known known when event instanceof Refused -> known;
            case Known known -> next(known, event).at(event.at());
        };
    }

    private static Machine first(Unknown machine, MachineEvent event) {
        return switch (event) {
            case InspectionStarted e ->
                new Known(
                        e.profile(),
                        e.attempt(),
                        Power.IDLE,
                        doing(new Job.Inspection(Optional.empty()), e.nonce(), e.deadline()),
                        Identity.UNHEARD,
                        "",
                        "",
                        Optional.empty(),
                        e.at());
            case Refused _ -> machine;
            default -> throw illegal(machine, event);
        };
    }

    private static Known next(Known machine, MachineEvent event) {
        Phase phase = machine.phase();
        return switch (event) {
            case InspectionStarted e ->
                machine.with(e.profile())
                        .with(e.attempt().tries() == 1 ? Identity.UNHEARD : machine.identity())
                        .trying(e.attempt(), doing(inspection(phase), e.nonce(), e.deadline()));
            case InstallationStarted e ->
                machine.trying(
                        e.attempt(),
                        doing(new Job.Installation(facts(machine, e), e.assignment()), e.nonce(), e.deadline()));
            case ReleaseStarted e -> machine.trying(e.attempt(), doing(release(machine, e), e.nonce(), e.deadline()));
            case RescueStarted e -> machine.trying(e.attempt(), doing(e.job(), e.nonce(), e.deadline()));
            case RescueReady e
            when phase instanceof Doing doing && doing.job() instanceof Job.Rescue rescue ->
                machine.in(new Phase.Rescued(rescue, doing.nonce(), e.server()));
            case RescueReady e
            when phase instanceof Phase.Rescued rescued ->
                machine.keeping(new Phase.Rescued(rescued.rescue(), rescued.nonce(), e.server()));
            case RescueEnded _
            when phase instanceof Work work && work.job() instanceof Job.Rescue rescue -> ended(machine, rescue);
            case Progressed e when phase instanceof Doing doing -> machine.keeping(doing.progressed(e.progress()));
            case Inspected e
            when phase instanceof Doing doing ->
                machine.with(machine.identity().completedBy(Identity.found(e.facts())))
                        .in(doing.inspected(e.facts()));
            case Installed _ when phase instanceof Doing doing -> machine.in(doing.installed());
            case Wiped _ when phase instanceof Doing doing -> machine.in(doing.wiped());
            case BecameAvailable _ when phase instanceof Phase.Available -> machine;
            case AttemptFailed e
            when phase instanceof Doing doing ->
                machine.in(doing.rest(e.retryAt())).because(e.reason());
            case GaveUp e
            when phase instanceof Doing doing -> machine.in(doing.giveUp()).because(e.reason());
            case Held e -> machine.held(Optional.of(new Machine.Hold(e.reason(), e.at())));
            case Unheld _ -> machine.held(Optional.empty());
            case Deferred e -> machine.trying(machine.attempt().pending(), new Waiting(e.job(), e.at()));
            case ProfileChanged e -> machine.with(e.profile());
            case NextChanged e when phase instanceof Work work -> machine.keeping(renamed(work, e.next(), e.at()));
            case NextChanged(Optional<Assignment> next, Instant _)
            when phase instanceof Phase.Active active && next.isPresent() ->
                machine.keeping(new Phase.Active(active.facts(), next.get(), active.wasRescued()));
            case RetirementOrdered _ when phase instanceof Work work -> machine.keeping(retiring(work));
            case Commanded e -> machine.with(new Power.InFlight(e.command()));
            case CommandRested e
            when machine.power() instanceof Power.InFlight(PowerCommand failed) ->
                machine.with(failed.rest(e.until())).because(note(machine, e.reason()));
            case CommandOver e -> machine.with(Power.IDLE).because(note(machine, e.reason()));
            case CameUp _
            when machine.power() instanceof Power.InFlight(PowerCommand command) ->
                machine.with(new Power.InFlight(command.cameUp()));
            case Recognised e -> machine.with(e.identity());
            case Impersonated e -> machine.impersonated(e.claim());
            case LeftFleet _, Retired _ ->
                machine.with(Identity.UNHEARD).held(Optional.empty()).in(new Phase.Retired());
            case Refused _ -> machine;
            case Progressed _, Inspected _, Installed _, Wiped _, BecameAvailable _, AttemptFailed _, GaveUp _ ->
                throw illegal(machine, event);
            case RescueReady _, RescueEnded _ -> throw illegal(machine, event);
            case NextChanged _, CommandRested _, CameUp _, RetirementOrdered _ -> throw illegal(machine, event);
        };
    }

    private static Doing doing(Job job, String nonce, Instant deadline) {
        return new Doing(job, nonce, deadline, Progress.NONE);
    }

    private static Job inspection(Phase from) {
        return from instanceof Work work && work.job() instanceof Job.Inspection again
                ? again
                : new Job.Inspection(Optional.empty());
    }

    private static Job release(Known machine, MachineEvent event) {
        return machine.phase() instanceof Work work && work.job() instanceof Job.Release again
                ? again
                : new Job.Release(facts(machine, event), Optional.empty(), false);
    }

    private static Facts facts(Known machine, MachineEvent event) {
        return machine.phase().knownFacts().orElseThrow(() -> illegal(machine, event));
    }

    /** What it was before; the tries of what it waited for are counted anew. */
    private static Known ended(Known machine, Job.Rescue rescue) {
        Known back = switch (rescue.before()) {
            case Phase.Active active -> machine.in(new Phase.Active(active.facts(), active.assignment(), true));
            case Waiting waiting -> machine.trying(machine.attempt().pending(), waiting);
            default -> machine.in(rescue.before());
        };
        return back.because(rescue.reason());
    }

    private static Phase renamed(Work work, Optional<Assignment> next, Instant at) {
        Job job = switch (work.job()) {
            case Job.Inspection _ -> new Job.Inspection(next);
            case Job.Rescue rescue -> next.map(rescue::assigned).orElseGet(() -> rescue.unassigned(at));
            case Job.Release release -> new Job.Release(release.facts(), next, release.retires());
            // A try that is under way keeps what it began with.
            case Job.Installation installation
            when work instanceof Doing -> new Job.Installation(installation.facts(), installation.assignment(), next);
            case Job.Installation installation ->
                new Job.Installation(installation.facts(), next.orElseGet(installation::newest));
        };
        return with(work, job);
    }

    private static Phase retiring(Work work) {
        if (!(work.job() instanceof Job.Release release)) {
            throw new IllegalStateException("only a release can end in retirement: " + work);
        }
        Job job = new Job.Release(release.facts(), Optional.empty(), true);
        return with(work, job);
    }

    private static Phase with(Work work, Job job) {
        return switch (work) {
            case Doing doing -> new Doing(job, doing.nonce(), doing.deadline(), doing.progress());
            case Waiting waiting -> new Waiting(job, waiting.retryAt());
            case Failed _ -> new Failed(job);
            case Phase.Rescued rescued -> new Phase.Rescued((Job.Rescue) job, rescued.nonce(), rescued.server());
        };
    }

    /** Why the machine failed stays on record whatever becomes of a power command that is still in flight. */
    private static String note(Known machine, String reason) {
        boolean settled = machine.phase() instanceof Waiting || machine.phase() instanceof Failed;
        return settled ? machine.reason() : reason;
    }

    private static IllegalStateException illegal(Machine machine, MachineEvent event) {
        return new IllegalStateException(event + " cannot happen to " + machine);
    }
}
