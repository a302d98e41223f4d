package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.Assignment;
import dev.skerry.provisioner.domain.Attempt;
import dev.skerry.provisioner.domain.Facts;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.Job;
import dev.skerry.provisioner.domain.Machine;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.Phase;
import dev.skerry.provisioner.domain.Phase.Doing;
import dev.skerry.provisioner.domain.Phase.Failed;
import dev.skerry.provisioner.domain.Phase.Waiting;
import dev.skerry.provisioner.domain.Power;
import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.Profile;
import dev.skerry.provisioner.domain.Progress;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.provisioner.domain.Step;
import dev.skerry.schemas.inventory.MachineHold;
import dev.skerry.schemas.provisioning.BootIdentity;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import dev.skerry.schemas.provisioning.Rescue;
import dev.skerry.schemas.provisioning.RescueStage;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A machine as it is stored and published. Two things are told by combinations of the record's fields: a try is under way when
 * there is a nonce, and is waited for when there is none; {@code backingOff} with a task says that the task's deadline is the time
 * at which it is given again, except where a try is waited for, since there nothing is given again.
 */
public final class StateWire {

    private StateWire() {}

    /** The machine that a snapshot is of. */
    public static Known domain(ProvisioningState state) {
        StoredReason reason = state.getNonce() == null
                ? new StoredReason(Progress.NONE, state.getReason())
                : StoredReason.of(state.getReason());
        Phase phase = phase(state, reason.progress());
        return new Known(
                new Profile(
                        state.getMachineId(),
                        state.getName(),
                        state.getSite(),
                        state.getMacs(),
                        BmcWire.domain(state.getBmc()),
                        state.getLabels()),
                new Attempt(state.getAttempt()),
                power(state, phase),
                phase,
                identity(state),
                state.getImpostor(),
                reason.rest(),
                Optional.ofNullable(state.getHold()).map(hold -> new Machine.Hold(hold.getReason(), hold.getSince())),
                state.getChangedAt());
    }

    static ProvisioningState avro(Known machine) {
        Profile profile = machine.profile();
        Optional<Assignment> assignment = machine.phase().assigned();
        Phase base = base(machine.phase());
        ProvisioningState.Builder state = ProvisioningState.newBuilder()
                .setMachineId(profile.id())
                .setName(profile.name())
                .setSite(profile.site())
                .setMacs(profile.macs())
                .setBmc(BmcWire.avro(profile.bmc()))
                .setLabels(profile.labels())
                .setPhase(phase(base))
                .setAttempt(machine.attempt().number())
                .setClusterId(assignment.map(Assignment::clusterId).orElse(null))
                .setNodeName(assignment.map(Assignment::nodeName).orElse(null))
                .setFacts(machine.phase().knownFacts().map(FactsWire::avro).orElse(null))
                .setReason(machine.reason())
                .setIdentity(identity(machine.identity()))
                .setImpostor(machine.impostor())
                .setRetiring(retires(base))
                .setRescue(rescue(machine.phase()))
                .setHold(machine.hold()
                        .map(hold -> new MachineHold(hold.reason(), hold.since()))
                        .orElse(null))
                .setInstall(InstallWire.avro(underWay(base).flatMap(Assignment::install)))
                .setNextInstall(changed(base)
                        .map(next -> InstallWire.next(next.install()))
                        .orElse(null))
                .setChangedAt(machine.changedAt());
        switch (machine.phase()) {
            case Doing doing ->
                state.setNonce(doing.nonce())
                        .setDeadline(doing.deadline())
                        .setReason(new StoredReason(doing.progress(), machine.reason()).text());
            case Waiting waiting -> state.setDeadline(waiting.retryAt()).setBackingOff(true);
            case Phase.Rescued rescued ->
                state.setNonce(rescued.nonce()).setReason(new StoredReason(Progress.NONE, machine.reason()).text());
            case Failed _, Phase.Available _, Phase.Active _, Phase.Retired _ -> {}
        }
        if (base instanceof Failed(Job job)) {
            state.setFailedDuring(phase(job.step()));
        }
        switch (machine.power()) {
            case Power.Idle _ -> {}
            case Power.InFlight(var command) -> state.setTask(PowerWire.avro(command, profile));
            case Power.Resting(String taskId, int attempt, PowerCommand.Action action, Instant until) ->
                state.setTask(PowerWire.avro(new PowerCommand(taskId, attempt, action, until), profile))
                        .setBackingOff(true);
        }
        return state.build();
    }

    static ProvisioningPhase phase(Step step) {
        return switch (step) {
            case INSPECTION -> ProvisioningPhase.INSPECTING;
            case INSTALLATION -> ProvisioningPhase.INSTALLING;
            case RELEASE -> ProvisioningPhase.RELEASING;
            case RESCUE -> throw new IllegalArgumentException("a rescue stands beside the phase");
        };
    }

    /** What a machine in rescue goes back to. */
    private static Phase base(Phase phase) {
        return phase instanceof Phase.Work work && work.job() instanceof Job.Rescue rescue ? rescue.before() : phase;
    }

    private static @Nullable Rescue rescue(Phase phase) {
        return switch (phase) {
            case Phase.Active active
            when active.wasRescued() ->
                Rescue.newBuilder().setStage(RescueStage.ENDED).setSshKey("").build();
            case Phase.Rescued(Job.Rescue job, String _, SshServer server) ->
                rescue(job, RescueStage.READY)
                        .setAddress(server.address())
                        .setHostKey(server.hostKey())
                        .build();
            case Phase.Work work
            when work.job() instanceof Job.Rescue job ->
                rescue(
                                job,
                                switch (work) {
                                    case Doing _ -> RescueStage.BOOTING;
                                    case Waiting _ -> RescueStage.WAITING;
                                    case Failed _ -> RescueStage.FAILED;
                                    case Phase.Rescued _ -> RescueStage.READY;
                                })
                        .build();
            default -> null;
        };
    }

    private static Rescue.Builder rescue(Job.Rescue job, RescueStage stage) {
        return Rescue.newBuilder()
                .setStage(stage)
                .setSshKey(job.sshKey())
                .setBeforeDeadline(job.before() instanceof Waiting waiting ? waiting.retryAt() : null)
                .setBeforeReason(job.reason());
    }

    static ProvisioningPhase phase(Phase phase) {
        return switch (base(phase)) {
            case Phase.Rescued _ -> throw new IllegalStateException("no rescue goes back to a rescue");
            case Failed _ -> ProvisioningPhase.FAILED;
            case Doing doing -> phase(doing.job().step());
            case Waiting waiting -> phase(waiting.job().step());
            case Phase.Available _ -> ProvisioningPhase.AVAILABLE;
            case Phase.Active _ -> ProvisioningPhase.ACTIVE;
            case Phase.Retired _ -> ProvisioningPhase.RETIRED;
        };
    }

    private static Phase phase(ProvisioningState state, Progress progress) {
        Rescue rescue = state.getRescue();
        if (rescue == null || rescue.getStage() == RescueStage.ENDED) {
            return phase(state, progress, state.getDeadline());
        }
        Job.Rescue job = new Job.Rescue(
                phase(
                        ProvisioningState.newBuilder(state).setNonce(null).build(),
                        Progress.NONE,
                        rescue.getBeforeDeadline()),
                rescue.getBeforeReason(),
                rescue.getSshKey());
        return switch (rescue.getStage()) {
            case BOOTING ->
                new Doing(
                        job,
                        Objects.requireNonNull(state.getNonce(), "nonce"),
                        Objects.requireNonNull(state.getDeadline(), "deadline"),
                        progress);
            case WAITING -> new Waiting(job, Objects.requireNonNull(state.getDeadline(), "deadline"));
            case READY ->
                new Phase.Rescued(
                        job,
                        Objects.requireNonNull(state.getNonce(), "nonce"),
                        new SshServer(rescue.getAddress(), rescue.getHostKey()));
            case FAILED -> new Failed(job);
            case ENDED -> throw new IllegalStateException("an ended rescue is no work");
        };
    }

    private static Phase phase(ProvisioningState state, Progress progress, @Nullable Instant until) {
        return switch (state.getPhase()) {
            case INSPECTING, INSTALLING, RELEASING -> {
                Job job = job(state, state.getPhase());
                Instant deadline = Objects.requireNonNull(until, "deadline");
                yield state.getNonce() == null
                        ? new Waiting(job, deadline)
                        : new Doing(job, state.getNonce(), deadline, progress);
            }
            case FAILED -> new Failed(job(state, Objects.requireNonNull(state.getFailedDuring(), "failedDuring")));
            case AVAILABLE -> new Phase.Available(facts(state));
            case ACTIVE ->
                new Phase.Active(
                        facts(state),
                        assignment(state).orElseThrow(),
                        state.getRescue() != null && state.getRescue().getStage() == RescueStage.ENDED);
            case RETIRED -> new Phase.Retired();
            case APPROVED -> throw new IllegalStateException("no machine is stored in the phase APPROVED");
        };
    }

    private static Job job(ProvisioningState state, ProvisioningPhase during) {
        return switch (during) {
            case INSPECTING -> new Job.Inspection(assignment(state));
            case INSTALLING ->
                new Job.Installation(
                        facts(state),
                        assignment(state).orElseThrow(),
                        Optional.ofNullable(state.getNextInstall())
                                .map(order -> assignment(state).orElseThrow().installedBy(InstallWire.next(order))));
            case RELEASING -> new Job.Release(facts(state), assignment(state), state.getRetiring());
            case APPROVED, AVAILABLE, ACTIVE, FAILED, RETIRED ->
                throw new IllegalStateException(during + " is no work");
        };
    }

    private static Power power(ProvisioningState state, Phase phase) {
        PowerTask task = state.getTask();
        if (task == null) {
            return Power.IDLE;
        }
        PowerCommand command = PowerWire.command(task);
        return state.getBackingOff() && !(phase instanceof Waiting)
                ? new Power.Resting(command.taskId(), command.attempt(), command.action(), command.deadline())
                : new Power.InFlight(command);
    }

    private static Optional<Assignment> underWay(Phase phase) {
        return phase instanceof Phase.Work work && work.job() instanceof Job.Installation installation
                ? Optional.of(installation.assignment())
                : phase.assigned();
    }

    private static Optional<Assignment> changed(Phase phase) {
        return phase instanceof Phase.Work work && work.job() instanceof Job.Installation installation
                ? installation.changed()
                : Optional.empty();
    }

    private static boolean retires(Phase phase) {
        return phase instanceof Phase.Work work && work.job() instanceof Job.Release release && release.retires();
    }

    private static @Nullable BootIdentity identity(Identity identity) {
        return identity.equals(Identity.UNHEARD)
                ? null
                : new BootIdentity(
                        identity.smbiosUuid().orElse(""),
                        identity.serial().orElse(""),
                        identity.address().orElse(""));
    }

    private static Identity identity(ProvisioningState state) {
        BootIdentity identity = state.getIdentity();
        return identity == null
                ? Identity.UNHEARD
                : new Identity(said(identity.getSmbiosUuid()), said(identity.getSerial()), said(identity.getAddress()));
    }

    private static Optional<String> said(String text) {
        return Optional.of(text).filter(said -> !said.isEmpty());
    }

    private static Facts facts(ProvisioningState state) {
        return FactsWire.domain(Objects.requireNonNull(state.getFacts(), "facts"));
    }

    private static Optional<Assignment> assignment(ProvisioningState state) {
        @Nullable String cluster = state.getClusterId();
        @Nullable String node = state.getNodeName();
        return cluster == null || node == null
                ? Optional.empty()
                : Optional.of(new Assignment(cluster, node, InstallWire.domain(state.getInstall())));
    }
}
