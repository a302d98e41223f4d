package dev.skerry.provisioner.domain;

import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.Phase.Doing;
import dev.skerry.provisioner.domain.Phase.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One decision under way: the events so far, and the machine as they have made it. */
final class Course {

    private final NonceMint mint;
    private final Timing timing;
    private final Instant now;
    private final List<MachineEvent> events = new ArrayList<>();
    private Machine machine;

    Course(Machine machine, NonceMint mint, Timing timing, Instant now) {
        this.machine = machine;
        this.mint = mint;
        this.timing = timing;
        this.now = now;
    }

    Instant now() {
        return now;
    }

    List<MachineEvent> events() {
        return List.copyOf(events);
    }

    void then(MachineEvent event) {
        events.add(event);
        machine = Transitions.after(machine, event);
    }

    void refuse(String field, String reason) {
        then(new Refused(field, reason, now));
    }

    /** Takes a machine in, for the first time or again. */
    void inspect(Profile profile) {
        Attempt attempt = machine instanceof Known known ? known.attempt().anew() : Attempt.NONE.anew();
        begin(new InspectionStarted(profile, attempt, nonce(attempt, Step.INSPECTION), by(Step.INSPECTION), now));
    }

    /** Wipes it; a machine on hold when that is over. */
    void release(Facts facts) {
        Job release = new Job.Release(facts, Optional.empty(), false);
        if (known().hold().isPresent()) {
            then(new Deferred(release, now));
        } else {
            start(release, known().attempt().anew());
        }
    }

    /** Goes on with what waited for the end of the hold, and offers the machine again: it may have been taken meanwhile, in vain. */
    void unhold() {
        then(new Unheld(now));
        if (known().phase() instanceof Phase.Available available) {
            then(new BecameAvailable(available.facts(), now));
            command();
        }
        wake();
    }

    /** Wipes what may be on its disk; then it leaves the fleet. A machine that was never inspected has nothing of ours. */
    void retire() {
        boolean releasing = known().phase() instanceof Phase.Work work && work.job() instanceof Job.Release;
        if (!releasing || known().phase() instanceof Phase.Failed) {
            Optional<Facts> facts = known().phase().knownFacts();
            if (facts.isEmpty()) {
                retired();
                return;
            }
            release(facts.get());
        }
        if (known().phase() instanceof Phase.Work work
                && work.job() instanceof Job.Release release
                && !release.retires()) {
            then(new RetirementOrdered(now));
        }
    }

    /** It leaves the fleet, and is switched off where we can. */
    void retired() {
        then(new Retired(now));
        command();
    }

    void leave() {
        if (!(known().phase() instanceof Phase.Retired)) {
            then(new LeftFleet(now));
        }
    }

    /** Begins a try of a piece of work. */
    void start(Job job, Attempt attempt) {
        String nonce = nonce(attempt, job.step());
        Instant deadline = by(job.step());
        begin(
                switch (job) {
                    case Job.Inspection _ -> new InspectionStarted(known().profile(), attempt, nonce, deadline, now);
                    case Job.Installation installation ->
                        new InstallationStarted(installation.newest(), attempt, nonce, deadline, now);
                    case Job.Release _ -> new ReleaseStarted(attempt, nonce, deadline, now);
                    case Job.Rescue rescue -> new RescueStarted(rescue, attempt, nonce, deadline, now);
                });
    }

    /** Lets a person in. A rescue that failed is begun anew. */
    void rescue(String sshKey) {
        Job.Rescue job = known().phase() instanceof Phase.Work work && work.job() instanceof Job.Rescue failed
                ? new Job.Rescue(failed.before(), failed.reason(), sshKey)
                : new Job.Rescue(known().phase(), known().reason(), sshKey);
        start(job, known().attempt().anew());
    }

    void endRescue() {
        then(new RescueEnded(now));
        if (known().phase() instanceof Phase.Available available) {
            then(new BecameAvailable(available.facts(), now));
        }
        command();
        wake();
    }

    /** What follows an inspection or a wipe: the next work, or waiting for some. */
    void goOn(Optional<Assignment> next, Facts facts) {
        if (next.isPresent() && known().hold().isEmpty()) {
            start(new Job.Installation(facts, next.get()), known().attempt().anew());
        } else {
            then(new BecameAvailable(facts, now));
            command();
        }
    }

    /** The try under way did not succeed. */
    void fail(String reason) {
        if (known().phase() instanceof Doing doing) {
            Attempt attempt = known().attempt();
            Step step = doing.job().step();
            if (timing.attempts().allowsAfter(attempt.tries())) {
                Duration delay = timing.attempts().after(machine.id() + "/" + attempt.number(), attempt.tries());
                then(new AttemptFailed(step, attempt, reason, now.plus(delay), now));
            } else {
                then(new GaveUp(step, reason, attempt.tries(), now));
            }
            if (known().isManual()) {
                dismiss();
            }
        }
    }

    /** The machine, or another one with its MAC, asked what to boot. What it says while it only waits is not taken for its word. */
    void contacted(MachineInput.Contacted contact) {
        if (known().phase() instanceof Phase.Retired
                || isImpostor(contact.mac(), contact.claimed())
                || contact.served() == BootScript.Kind.WAIT) {
            return;
        }
        Identity heard = known().identity().completedBy(contact.claimed());
        if (!heard.equals(known().identity())) {
            then(new Recognised(heard, now));
        }
        if (contact.served() != BootScript.Kind.LOCAL_DISK || known().phase() instanceof Phase.Active) {
            cameUp();
        }
    }

    /** Whether what is said is told from the machine, which is put on record once a step. */
    boolean isImpostor(Identity claimed) {
        return isImpostor(known().profile().macs().getFirst(), claimed);
    }

    private boolean isImpostor(String mac, Identity claimed) {
        Optional<String> difference = known().identity().difference(claimed);
        if (difference.isPresent() && known().impostor().isEmpty()) {
            then(new Impersonated(mac, difference.get(), now));
        }
        return difference.isPresent();
    }

    /** The machine boots what this attempt is for, so its command is not repeated. */
    void cameUp() {
        if (known().power() instanceof Power.InFlight(PowerCommand command)
                && command.action() == PowerCommand.Action.BOOT_FROM_NETWORK
                && Wanted.of(known()).filter(wanted -> wanted.isMetBy(command)).isPresent()) {
            then(known().isManual() ? new CommandOver("", now) : new CameUp(now));
        }
    }

    /** The command in flight is over. */
    void commandEnded(PowerCommand command, Outcome outcome, String reason) {
        Optional<Wanted> wanted = Wanted.of(known());
        if (wanted.isEmpty() || !wanted.get().isMetBy(command)) {
            then(new CommandOver("", now));
            command();
        } else if (outcome == Outcome.SUCCEEDED
                || command.action() != wanted.get().action()) {
            then(new CommandOver("", now));
        } else if (outcome == Outcome.TRANSIENT_FAILURE && timing.commands().allowsAfter(command.attempt())) {
            Duration delay = timing.commands().after(command.taskId(), command.attempt());
            then(new CommandRested(now.plus(delay), reason, now));
        } else {
            then(new CommandOver(reason, now));
            if (wanted.get().action() == PowerCommand.Action.BOOT_FROM_NETWORK) {
                fail(reason);
            }
        }
    }

    /** The disk is written: a medium is not needed any more. A medium that stays does not undo what is on the disk. */
    void ejectMedium() {
        if (known().profile().bmc().insertsMedia()) {
            command();
        }
    }

    /** Does what is due by now. */
    void wake() {
        switch (known().phase()) {
            case Doing doing
            when isOver(doing.deadline()) ->
                fail(
                        known().isManual() && known().power() instanceof Power.InFlight
                                ? "nobody powered it on, or reset it, at the machine before the deadline"
                                : silence(doing));
            case Waiting waiting
            when isOver(waiting.retryAt()) && known().mayBegin() ->
                start(waiting.job(), known().attempt().again());
            default -> {}
        }
        switch (known().power()) {
            case Power.InFlight(PowerCommand command)
            when known().isManual() && isOver(command.deadline()) -> {
                then(new CommandOver("", now));
                if (known().phase() instanceof Doing) {
                    command();
                }
            }
            case Power.InFlight(PowerCommand command)
            when isOver(command.deadline()) ->
                commandEnded(
                        command,
                        Outcome.TRANSIENT_FAILURE,
                        "the power command had no outcome within "
                                + timing.task().toSeconds() + " s");
            case Power.Resting resting
            when isOver(resting.until()) && known().mayCommand() ->
                then(new Commanded(resting.again(now.plus(timing.task())), now));
            default -> {}
        }
    }

    private void begin(AttemptStarted started) {
        then(started);
        command();
    }

    /** Hands out the command that the phase calls for, unless another one is in flight: then its end does. */
    private void command() {
        if (known().isManual()) {
            dismiss();
        }
        if (!(known().power() instanceof Power.InFlight) && known().mayCommand()) {
            Wanted.of(known()).ifPresent(wanted -> then(new Commanded(wanted.first(commandDeadline()), now)));
        }
    }

    private Instant commandDeadline() {
        if (!known().isManual()) {
            return now.plus(timing.task());
        }
        return known().phase() instanceof Doing doing ? doing.deadline() : by(Step.RESCUE);
    }

    /** What a person is asked for is not needed any more. */
    private void dismiss() {
        if (known().power() instanceof Power.InFlight) {
            then(new CommandOver("", now));
        }
    }

    private Known known() {
        return (Known) machine;
    }

    private String nonce(Attempt attempt, Step step) {
        return mint.mint(machine.id(), attempt, step);
    }

    private Instant by(Step step) {
        return now.plus(timing.of(step));
    }

    private boolean isOver(Instant deadline) {
        return !now.isBefore(deadline);
    }

    private static String silence(Doing doing) {
        return switch (doing.job().step()) {
            case INSPECTION -> "no inspection report before the deadline: does the machine boot from the network?";
            case INSTALLATION ->
                doing.progress().diskWritten()
                        ? "no phone-home before the deadline: does the installed system reach the provisioner?"
                        : "no phone-home before the deadline; the last step was "
                                + (doing.progress().step().isEmpty()
                                        ? "none"
                                        : doing.progress().step());
            case RESCUE -> "no SSH server answered before the deadline: does the machine boot from the network?";
            case RELEASE -> "no report of the wipe before the deadline: does the machine boot from the network?";
        };
    }
}
