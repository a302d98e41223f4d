package dev.skerry.provisioner.domain;

import java.util.List;

/** What a machine's decider is told. */
public sealed interface MachineInput {

    /** Inventory lets the machine in, or says something new of it. */
    record Approved(Profile profile) implements MachineInput {}

    /** Inventory takes the machine out of the fleet. */
    record Withdrawn() implements MachineInput {}

    /** The machine is to become a node. */
    record Assigned(Assignment assignment) implements MachineInput {}

    /** The machine is no longer to be a node of that cluster. */
    record Unassigned(String clusterId) implements MachineInput {}

    /** A person takes the machine out of service. */
    record ReleaseRequested() implements MachineInput {}

    /** A person wants the machine wiped and out of the fleet. */
    record RetirementRequested() implements MachineInput {}

    /** A person wants a failed machine to be tried again. */
    record RetryRequested() implements MachineInput {}

    /** A person wants a node to be installed once more, as the same node. */
    record ReinstallRequested() implements MachineInput {}

    /** A person wants to log in to the machine's ramdisk. @param sshKey one line of authorized_keys */
    record RescueRequested(String sshKey) implements MachineInput {}

    /** A person is done with the rescue. */
    record RescueEndRequested() implements MachineInput {}

    /** A person wants no new work on the machine. */
    record HoldRequested(String reason) implements MachineInput {}

    /** A person gives the machine back to work. */
    record UnholdRequested() implements MachineInput {}

    /** A machine asked what to boot and was answered. */
    record Contacted(BootScript.Kind served, String mac, Identity claimed) implements MachineInput {}

    /** A report of the machine, which names its attempt. */
    sealed interface Report extends MachineInput {
        String nonce();
    }

    record InspectionReported(String nonce, Facts facts) implements Report {}

    record ProgressReported(String nonce, Progress progress) implements Report {}

    record PhoneHomeReported(String nonce) implements Report {}

    record WipeReported(String nonce, List<String> diskSerials, String method) implements Report {
        public WipeReported {
            diskSerials = List.copyOf(diskSerials);
        }
    }

    record FailureReported(String nonce, String reason) implements Report {}

    /** The SSH server answers. */
    record RescueReported(String nonce, SshServer server) implements Report {}

    /** A power command ended. */
    record CommandEnded(String taskId, int attempt, Outcome outcome, String reason) implements MachineInput {}

    /** How a power command ended. */
    enum Outcome {
        SUCCEEDED,
        TRANSIENT_FAILURE,
        PERMANENT_FAILURE
    }

    /** A deadline in the state is over. */
    record Woken() implements MachineInput {}
}
