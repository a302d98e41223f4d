package dev.skerry.provisioner.domain;

import dev.skerry.kernel.Decider;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.Machine.Unknown;
import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.*;
import dev.skerry.provisioner.domain.MachineInput.Assigned;
import dev.skerry.provisioner.domain.Phase.Active;
import dev.skerry.provisioner.domain.Phase.Available;
import dev.skerry.provisioner.domain.Phase.Doing;
import dev.skerry.provisioner.domain.Phase.Failed;
import dev.skerry.provisioner.domain.Phase.Rescued;
import dev.skerry.provisioner.domain.Phase.Retired;
import dev.skerry.provisioner.domain.Phase.Waiting;
import dev.skerry.provisioner.domain.Phase.Work;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The rules of one machine's power, boot and installation. */
public final class MachineDecider implements Decider<Machine, MachineInput, MachineEvent> {

    private final NonceMint mint;
    private final Timing timing;

    /**
     * Makes the rules.
     *
     * @param mint names attempts
     * @param timing how long things may take
     */
    public MachineDecider(NonceMint mint, Timing timing) {
        this.mint = mint;
        this.timing = timing;
    }

    @Override
    public Machine initial(String key) {
        return new Unknown(key);
    }

    @Override
    public Machine evolve(Machine machine, MachineEvent event) {
        return Transitions.after(machine, event);
    }

    @Override
    public Optional<Instant> wakeAt(Machine machine) {
        if (!(machine instanceof Known known)) {
            return Optional.empty();
        }
        Stream<Instant> phase = switch (known.phase()) {
            case Doing doing -> Stream.of(doing.deadline());
            case Waiting waiting when known.mayBegin() -> Stream.of(waiting.retryAt());
            case Waiting _ -> Stream.empty();
            case Available _, Active _, Failed _, Rescued _, Retired _ -> Stream.empty();
        };
        Stream<Instant> power = switch (known.power()) {
            case Power.Idle _ -> Stream.empty();
            case Power.InFlight(PowerCommand command) -> Stream.of(command.deadline());
            case Power.Resting resting when known.mayCommand() -> Stream.of(resting.until());
            case Power.Resting _ -> Stream.empty();
        };
        return Stream.concat(phase, power).min(Instant::compareTo);
    }

    @Override
    public List<MachineEvent> decide(Machine machine, MachineInput input, Instant now) {
        Course course = new Course(machine, mint, timing, now.truncatedTo(ChronoUnit.MILLIS));
        switch (machine) {
            case Unknown _ -> unknown(course, input);
            case Known known -> known(course, known, input);
        }
        return course.events();
    }

    private static void unknown(Course course, MachineInput input) {
        switch (input) {
            case Approved approved -> course.inspect(approved.profile());
            case Assigned _,
                    ReleaseRequested _,
                    RetirementRequested _,
                    RetryRequested _,
                    ReinstallRequested _,
                    HoldRequested _,
                    UnholdRequested _,
                    RescueRequested _,
                    RescueEndRequested _ ->
                course.refuse("machineId", "no machine of this id was approved: approve it first");
            case Withdrawn _, Unassigned _, Contacted _, Report _, CommandEnded _, Woken _ -> {}
        }
    }

    private static void known(Course course, Known machine, MachineInput input) {
        switch (input) {
            case Approved approved -> approved(course, machine, approved.profile());
            case Withdrawn _ -> course.leave();
            case Assigned assigned -> assigned(course, machine, assigned.assignment());
            case Unassigned unassigned -> unassigned(course, machine, unassigned.clusterId());
            case HoldRequested(String reason) -> holdRequested(course, machine, reason);
            case UnholdRequested _ -> machine.hold().ifPresent(_ -> course.unhold());
            case ReleaseRequested _, RetirementRequested _, RetryRequested _, ReinstallRequested _
            when machine.hold().isPresent() ->
                course.refuse(
                        "machineId",
                        "the machine is on hold (" + machine.hold().get().reason() + "): unhold it first");
            case RescueRequested(String sshKey) -> rescueRequested(course, machine, sshKey);
            case RescueEndRequested _ -> {
                if (machine.phase() instanceof Work work && work.job() instanceof Job.Rescue) {
                    course.endRescue();
                }
            }
            case ReleaseRequested _, RetirementRequested _, ReinstallRequested _
            when machine.phase() instanceof Work work && work.job() instanceof Job.Rescue ->
                course.refuse("machineId", "the machine is in rescue: end that first");
            case ReleaseRequested _ -> releaseRequested(course, machine);
            case RetirementRequested _ when machine.phase() instanceof Retired -> {}
            case RetirementRequested _ -> course.retire();
            case RetryRequested _ -> {
                switch (machine.phase()) {
                    case Failed failed ->
                        course.start(failed.job(), machine.attempt().anew());
                    case Retired _ -> course.refuse("machineId", "the machine left the fleet: approve it first");
                    case Doing _, Waiting _, Rescued _, Available _, Active _ -> {}
                }
            }
            case ReinstallRequested _ -> reinstallRequested(course, machine);
            case Contacted contacted -> course.contacted(contacted);
            case Report report -> {
                if (machine.phase() instanceof Doing doing && doing.nonce().equals(report.nonce())) {
                    reported(course, machine, doing, report);
                } else if (machine.phase() instanceof Rescued rescued
                        && rescued.nonce().equals(report.nonce())
                        && report instanceof RescueReported(String _, SshServer server)
                        && !rescued.server().equals(server)) {
                    course.then(new RescueReady(machine.attempt(), server, course.now()));
                }
            }
            case CommandEnded ended -> {
                if (machine.power() instanceof Power.InFlight(PowerCommand command)
                        && command.taskId().equals(ended.taskId())
                        && command.attempt() == ended.attempt()) {
                    course.commandEnded(command, ended.outcome(), ended.reason());
                }
            }
            case Woken _ -> course.wake();
        }
    }

    private static void approved(Course course, Known machine, Profile profile) {
        if (machine.phase() instanceof Retired) {
            course.inspect(profile);
        } else if (!machine.profile().equals(profile)) {
            course.then(new ProfileChanged(profile, course.now()));
        }
    }

    private static void assigned(Course course, Known machine, Assignment assignment) {
        if (machine.phase().assigned().equals(Optional.of(assignment))) {
            return;
        }
        switch (machine.phase()) {
            case Work work
            when work.job() instanceof Job.Rescue -> {
                // The planner took any other node before it heard of the rescue, and takes another one.
                if (machine.phase().assigned().filter(assignment::isSameNodeAs).isPresent()) {
                    course.then(new NextChanged(Optional.of(assignment), course.now()));
                }
            }
            // The planner took it before it heard of the hold, and takes another one.
            case Available _ when machine.hold().isPresent() -> {}
            case Available available ->
                course.start(
                        new Job.Installation(available.facts(), assignment),
                        machine.attempt().anew());
            case Work work
            when work.job() instanceof Job.Release release && release.retires() ->
                course.refuse("machineId", "the machine is about to leave the fleet: choose another one");
            case Failed _ -> course.then(new NextChanged(Optional.of(assignment), course.now()));
            case Work work
            when !(work.job() instanceof Job.Installation) ->
                course.then(new NextChanged(Optional.of(assignment), course.now()));
            case Work _, Active _
            when machine.phase().assigned().filter(assignment::isSameNodeAs).isPresent() ->
                course.then(new NextChanged(Optional.of(assignment), course.now()));
            case Work _, Active _ ->
                course.refuse(
                        "clusterId",
                        "the machine belongs to another cluster or node: release it from there before it is assigned");
            case Retired _ -> course.refuse("machineId", "the machine left the fleet: approve it first");
        }
    }

    private static void unassigned(Course course, Known machine, String clusterId) {
        Optional<Assignment> present = machine.phase().assigned();
        if (present.isEmpty() || !present.get().clusterId().equals(clusterId)) {
            return;
        }
        if (machine.phase() instanceof Work work && !(work.job() instanceof Job.Installation)) {
            course.then(new NextChanged(Optional.empty(), course.now()));
        } else {
            machine.phase().knownFacts().ifPresent(course::release);
        }
    }

    private static void holdRequested(Course course, Known machine, String reason) {
        if (machine.phase() instanceof Retired) {
            course.refuse("machineId", "the machine left the fleet: there is nothing to hold");
        } else if (machine.hold()
                .map(Machine.Hold::reason)
                .filter(reason::equals)
                .isEmpty()) {
            course.then(new Held(reason, course.now()));
        }
    }

    private static void rescueRequested(Course course, Known machine, String sshKey) {
        switch (machine.phase()) {
            case Failed _, Available _, Active _ -> course.rescue(sshKey);
            case Work work
            when work.job() instanceof Job.Rescue rescue -> {
                if (!rescue.sshKey().equals(sshKey)) {
                    course.refuse("sshKey", "the machine is in rescue with another key: end that first");
                }
            }
            case Waiting _ -> course.rescue(sshKey);
            case Work _ ->
                course.refuse("machineId", "work on the machine is under way: wait until it is over, or hold it first");
            case Retired _ -> course.refuse("machineId", "the machine left the fleet: approve it first");
        }
    }

    private static void releaseRequested(Course course, Known machine) {
        switch (machine.phase()) {
            case Available available -> course.release(available.facts());
            case Active active -> course.release(active.facts());
            case Work work when work.job() instanceof Job.Release && !(work instanceof Failed) -> {}
            case Work work ->
                work.knownFacts()
                        .ifPresentOrElse(
                                course::release,
                                () -> course.refuse(
                                        "machineId", "the machine was never inspected: retry the inspection first"));
            case Retired _ -> course.refuse("machineId", "the machine left the fleet: there is nothing to release");
        }
    }

    private static void reinstallRequested(Course course, Known machine) {
        switch (machine.phase()) {
            case Active active ->
                course.start(
                        new Job.Installation(active.facts(), active.assignment()),
                        machine.attempt().anew());
            case Failed failed
            when failed.job() instanceof Job.Installation ->
                course.start(failed.job(), machine.attempt().anew());
            case Work work when work.job() instanceof Job.Installation -> {}
            case Failed _ ->
                course.refuse("machineId", "the machine did not fail in its installation: retry what failed instead");
            case Work _ -> course.refuse("machineId", "other work on the machine is under way: wait until it is over");
            case Available _ ->
                course.refuse("machineId", "the machine is no node: it is installed when a clustering takes it");
            case Retired _ -> course.refuse("machineId", "the machine left the fleet: approve it first");
        }
    }

    private static void reported(Course course, Known machine, Doing doing, Report report) {
        Attempt attempt = machine.attempt();
        Instant now = course.now();
        switch (report) {
            case InspectionReported r
            when doing.job() instanceof Job.Inspection && course.isImpostor(Identity.found(r.facts())) -> {}
            case InspectionReported r
            when doing.job() instanceof Job.Inspection inspection -> {
                course.then(new Inspected(attempt, r.facts(), now));
                course.goOn(inspection.next(), r.facts());
            }
            case WipeReported r
            when doing.job() instanceof Job.Release release -> {
                course.then(new Wiped(attempt, r.diskSerials(), r.method(), now));
                if (release.retires()) {
                    course.retired();
                } else {
                    course.goOn(release.next(), release.facts());
                }
            }
            case PhoneHomeReported _
            when doing.job() instanceof Job.Installation installation -> {
                course.then(new Installed(attempt, installation.assignment(), now));
                course.ejectMedium();
            }
            case MachineInput.ProgressReported r
            when doing.job() instanceof Job.Installation || doing.job() instanceof Job.Rescue -> {
                course.cameUp();
                if (r.progress().percent() > doing.progress().percent()) {
                    course.then(new Progressed(attempt, r.progress(), now));
                    if (r.progress().diskWritten()) {
                        course.ejectMedium();
                    }
                }
            }
            case RescueReported r
            when doing.job() instanceof Job.Rescue -> course.then(new RescueReady(attempt, r.server(), now));
            case FailureReported r -> course.fail(r.reason());
            case InspectionReported _, WipeReported _, PhoneHomeReported _, ProgressReported _, RescueReported _ -> {}
        }
    }
}
