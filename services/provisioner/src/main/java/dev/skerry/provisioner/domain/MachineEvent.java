package dev.skerry.provisioner.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What is decided about a machine. */
public sealed interface MachineEvent {

    /** When it was decided, to the millisecond. */
    Instant at();

    /** A try of a piece of work begins. */
    sealed interface AttemptStarted extends MachineEvent {
        Attempt attempt();

        /** Names this attempt. */
        String nonce();

        /** When this attempt is given up. */
        Instant deadline();
    }

    record InspectionStarted(Profile profile, Attempt attempt, String nonce, Instant deadline, Instant at)
            implements AttemptStarted {}

    record InstallationStarted(Assignment assignment, Attempt attempt, String nonce, Instant deadline, Instant at)
            implements AttemptStarted {}

    record ReleaseStarted(Attempt attempt, String nonce, Instant deadline, Instant at) implements AttemptStarted {}

    record RescueStarted(Job.Rescue job, Attempt attempt, String nonce, Instant deadline, Instant at)
            implements AttemptStarted {}

    /** The machine can be logged in to. */
    record RescueReady(Attempt attempt, SshServer server, Instant at) implements MachineEvent {}

    /** The machine goes back to what it was. */
    record RescueEnded(Instant at) implements MachineEvent {}

    record Inspected(Attempt attempt, Facts facts, Instant at) implements MachineEvent {}

    record Progressed(Attempt attempt, Progress progress, Instant at) implements MachineEvent {}

    record Installed(Attempt attempt, Assignment assignment, Instant at) implements MachineEvent {}

    record Wiped(Attempt attempt, List<String> diskSerials, String method, Instant at) implements MachineEvent {
        public Wiped {
            diskSerials = List.copyOf(diskSerials);
        }
    }

    /** The machine waits for work; nothing that it is to become is known. */
    record BecameAvailable(Facts facts, Instant at) implements MachineEvent {}

    /** An attempt did not succeed and another will follow. */
    record AttemptFailed(Step during, Attempt attempt, String reason, Instant retryAt, Instant at)
            implements MachineEvent {}

    /** The last attempt did not succeed. */
    record GaveUp(Step during, String reason, int tries, Instant at) implements MachineEvent {}

    /** The machine is given no new work until it is released from hold. @param reason for a person */
    record Held(String reason, Instant at) implements MachineEvent {}

    /** The machine is given work again. */
    record Unheld(Instant at) implements MachineEvent {}

    /** Work that is due is put off until the machine is released from hold. */
    record Deferred(Job job, Instant at) implements MachineEvent {}

    /** Inventory says something new of the machine. */
    record ProfileChanged(Profile profile, Instant at) implements MachineEvent {}

    /** What the machine is to become after its present work, or that it is to become nothing. */
    record NextChanged(Optional<Assignment> next, Instant at) implements MachineEvent {}

    /** A power command is handed out. */
    record Commanded(PowerCommand command, Instant at) implements MachineEvent {}

    /** A power command failed and will be given again. */
    record CommandRested(Instant until, String reason, Instant at) implements MachineEvent {}

    /** A power command is over, however it ended; the reason is empty when it ended well. */
    record CommandOver(String reason, Instant at) implements MachineEvent {}

    /** The machine was seen to boot as commanded. */
    record CameUp(Instant at) implements MachineEvent {}

    /** More was heard of what the machine says of itself. */
    record Recognised(Identity identity, Instant at) implements MachineEvent {}

    /**
     * Another machine asked or reported as this one, and gets nothing.
     *
     * @param claim by what it was told from this one, in words
     */
    record Impersonated(String mac, String claim, Instant at) implements MachineEvent {}

    /** The machine leaves the fleet when the release under way is done. */
    record RetirementOrdered(Instant at) implements MachineEvent {}

    /** The machine left the fleet at a person's request. */
    record Retired(Instant at) implements MachineEvent {}

    /** Inventory took the machine out of the fleet. */
    record LeftFleet(Instant at) implements MachineEvent {}

    /** An input asks for what cannot be; nothing changes. */
    record Refused(String field, String reason, Instant at) implements MachineEvent {}
}
