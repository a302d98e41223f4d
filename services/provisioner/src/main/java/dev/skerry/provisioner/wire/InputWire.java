package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.Assignment;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.domain.Mac;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.provisioner.domain.MachineInput.Approved;
import dev.skerry.provisioner.domain.MachineInput.Assigned;
import dev.skerry.provisioner.domain.MachineInput.CommandEnded;
import dev.skerry.provisioner.domain.MachineInput.Contacted;
import dev.skerry.provisioner.domain.MachineInput.HoldRequested;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.MachineInput.ReinstallRequested;
import dev.skerry.provisioner.domain.MachineInput.ReleaseRequested;
import dev.skerry.provisioner.domain.MachineInput.RescueEndRequested;
import dev.skerry.provisioner.domain.MachineInput.RescueRequested;
import dev.skerry.provisioner.domain.MachineInput.RetirementRequested;
import dev.skerry.provisioner.domain.MachineInput.RetryRequested;
import dev.skerry.provisioner.domain.MachineInput.Unassigned;
import dev.skerry.provisioner.domain.MachineInput.UnholdRequested;
import dev.skerry.provisioner.domain.MachineInput.Withdrawn;
import dev.skerry.provisioner.domain.Profile;
import dev.skerry.provisioner.domain.Progress;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.clusters.NodeAssigned;
import dev.skerry.schemas.clusters.NodeReleased;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineApproved;
import dev.skerry.schemas.inventory.MachineLifecycleChanged;
import dev.skerry.schemas.inventory.MachineRejected;
import dev.skerry.schemas.provisioning.BootContactObserved;
import dev.skerry.schemas.provisioning.FailureReported;
import dev.skerry.schemas.provisioning.InspectionReported;
import dev.skerry.schemas.provisioning.MachineHoldRequested;
import dev.skerry.schemas.provisioning.MachineReinstallRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRescueEndRequested;
import dev.skerry.schemas.provisioning.MachineRescueRequested;
import dev.skerry.schemas.provisioning.MachineRetirementRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import dev.skerry.schemas.provisioning.MachineUnholdRequested;
import dev.skerry.schemas.provisioning.PhoneHomeReported;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import dev.skerry.schemas.provisioning.ProgressReported;
import dev.skerry.schemas.provisioning.RescueReported;
import dev.skerry.schemas.provisioning.WipeReported;
import java.util.Objects;
import java.util.Optional;

/** What records mean to a machine's decider. */
final class InputWire {

    private InputWire() {}

    static Optional<MachineInput> input(Received received) {
        return switch (received.record()) {
            case MachineApproved e -> about(received, e.getMachineId(), new Approved(profile(e)));
            case MachineRejected e -> about(received, e.getMachineId(), new Withdrawn());
            case MachineLifecycleChanged e
            when e.getLifecycle() == Lifecycle.RETIRED -> about(received, e.getMachineId(), new Withdrawn());
            case NodeAssigned e ->
                about(
                        received,
                        e.getMachineId(),
                        new Assigned(
                                new Assignment(e.getClusterId(), e.getNodeName(), InstallWire.domain(e.getInstall()))));
            case NodeReleased e -> about(received, e.getMachineId(), new Unassigned(e.getClusterId()));
            case MachineReleaseRequested e -> about(received, e.getMachineId(), new ReleaseRequested());
            case MachineRetirementRequested e -> about(received, e.getMachineId(), new RetirementRequested());
            case MachineRetryRequested e -> about(received, e.getMachineId(), new RetryRequested());
            case MachineReinstallRequested e -> about(received, e.getMachineId(), new ReinstallRequested());
            case MachineRescueRequested e -> about(received, e.getMachineId(), rescue(e));
            case MachineRescueEndRequested e -> about(received, e.getMachineId(), new RescueEndRequested());
            case MachineHoldRequested e -> about(received, e.getMachineId(), hold(e));
            case MachineUnholdRequested e -> about(received, e.getMachineId(), new UnholdRequested());
            case BootContactObserved e -> about(received, e.getMachineId(), contacted(e));
            case InspectionReported e ->
                about(
                        received,
                        e.getMachineId(),
                        new MachineInput.InspectionReported(e.getNonce(), FactsWire.domain(e.getFacts())));
            case ProgressReported e ->
                about(received, e.getMachineId(), new MachineInput.ProgressReported(e.getNonce(), progress(e)));
            case PhoneHomeReported e ->
                about(received, e.getMachineId(), new MachineInput.PhoneHomeReported(e.getNonce()));
            case WipeReported e ->
                about(
                        received,
                        e.getMachineId(),
                        new MachineInput.WipeReported(e.getNonce(), e.getDiskSerials(), e.getMethod()));
            case FailureReported e ->
                about(received, e.getMachineId(), new MachineInput.FailureReported(e.getNonce(), e.getReason()));
            case RescueReported e ->
                about(
                        received,
                        e.getMachineId(),
                        new MachineInput.RescueReported(e.getNonce(), new SshServer(e.getAddress(), e.getHostKey())));
            case PowerTaskEnded e -> about(received, e.getMachineId(), ended(e));
            default -> Optional.empty();
        };
    }

    private static Optional<MachineInput> about(Received received, String machineId, MachineInput input) {
        if (!machineId.equals(received.key())) {
            throw new IllegalArgumentException(
                    "machineId must be the record's key: write " + machineId + " as the key, not " + received.key());
        }
        return Optional.of(input);
    }

    private static RescueRequested rescue(MachineRescueRequested event) {
        if (!event.getSshKey().matches("[a-z0-9@.-]+ [A-Za-z0-9+/=]+( [^\\p{Cntrl}]*)?")) {
            throw new IllegalArgumentException(
                    "sshKey must be one line TYPE KEY COMMENT, as ssh-keygen writes it to a .pub file");
        }
        return new RescueRequested(event.getSshKey());
    }

    private static HoldRequested hold(MachineHoldRequested event) {
        if (event.getReason().isBlank()) {
            throw new IllegalArgumentException("reason must not be empty: say why the machine is held");
        }
        return new HoldRequested(event.getReason());
    }

    private static Profile profile(MachineApproved event) {
        if (event.getMacs().isEmpty()) {
            throw new IllegalArgumentException("macs must not be empty: give at least the one that network-boots");
        }
        return new Profile(
                event.getMachineId(),
                event.getName(),
                event.getSite(),
                event.getMacs().stream().map(Mac::canonical).toList(),
                BmcWire.domain(event.getBmc()),
                event.getLabels());
    }

    private static Progress progress(ProgressReported event) {
        if (!event.getStep().matches(Progress.STEP_FORM)) {
            throw new IllegalArgumentException("step must be 1 to 64 letters, digits, spaces, dots and hyphens");
        }
        return new Progress(event.getStep(), event.getPercent());
    }

    private static CommandEnded ended(PowerTaskEnded event) {
        Outcome outcome = switch (event.getOutcome()) {
            case SUCCEEDED -> Outcome.SUCCEEDED;
            case TRANSIENT_FAILURE -> Outcome.TRANSIENT_FAILURE;
            case PERMANENT_FAILURE -> Outcome.PERMANENT_FAILURE;
        };
        return new CommandEnded(event.getTaskId(), event.getAttempt(), outcome, event.getReason());
    }

    private static Contacted contacted(BootContactObserved event) {
        return new Contacted(
                served(event),
                event.getMac(),
                Identity.told(
                        Objects.requireNonNullElse(event.getSmbiosUuid(), ""),
                        Objects.requireNonNullElse(event.getSerial(), ""),
                        event.getAddress()));
    }

    private static BootScript.Kind served(BootContactObserved event) {
        return switch (event.getServed()) {
            case INSPECT -> event.getRescue() ? BootScript.Kind.RESCUE : BootScript.Kind.INSPECT;
            case INSTALL -> BootScript.Kind.INSTALL;
            case WIPE -> BootScript.Kind.WIPE;
            case LOCAL_DISK -> BootScript.Kind.LOCAL_DISK;
            case WAIT -> BootScript.Kind.WAIT;
        };
    }
}
