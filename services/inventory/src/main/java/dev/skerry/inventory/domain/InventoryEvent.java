package dev.skerry.inventory.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the inventory decides. Times are in milliseconds. */
public sealed interface InventoryEvent {

    /** A request cannot be granted; it changes nothing. @param reason what is wrong and the remedy */
    record Refused(String field, String reason) implements InventoryEvent {}

    /** A site was recorded or changed. */
    record SiteRegistered(Site site) implements InventoryEvent {}

    /** A hardware class was recorded or changed. */
    record ClassRecorded(HardwareClass hardwareClass) implements InventoryEvent {}

    /** A hardware class is gone. */
    record ClassRemoved(String name) implements InventoryEvent {}

    /** Changes one machine's record. */
    sealed interface MachineEvent extends InventoryEvent {
        String machineId();

        Instant at();
    }

    /** A machine was seen for the first time. */
    record MachineDiscovered(Description description, Instant at) implements MachineEvent {
        @Override
        public String machineId() {
            return description.machineId();
        }
    }

    /**
     * More is known of what a machine is: the description is whole and replaces the earlier one.
     *
     * @param approvedBy who let it in; empty when nobody has
     */
    record MachineDescribed(Description description, Optional<String> approvedBy, Instant at) implements MachineEvent {
        @Override
        public String machineId() {
            return description.machineId();
        }
    }

    /** A machine may be taken into service. @param approvedBy {@code site policy} or the person */
    record MachineApproved(Description description, String approvedBy, Instant at) implements MachineEvent {
        @Override
        public String machineId() {
            return description.machineId();
        }
    }

    /** A machine is kept out. */
    record MachineRejected(String machineId, String site, String reason, Instant at) implements MachineEvent {}

    /** What was found in a machine is on record. */
    record FactsRecorded(String machineId, String site, Facts facts, Instant at) implements MachineEvent {}

    /** A machine took a step. @param clusterId the cluster that it belongs to or is installed for from now on */
    record LifecycleChanged(
            String machineId, String site, Lifecycle lifecycle, String reason, Optional<String> clusterId, Instant at)
            implements MachineEvent {}

    /** Two claims on one MAC. @param machineId of the machine that holds it; @param claim what the other one is, in words */
    record IdentityConflictDetected(String machineId, String site, String mac, String claim, Instant at)
            implements MachineEvent {

        private static final String MARK = "identity conflict: ";

        /** Whether a machine's reason tells of this conflict already. */
        boolean isToldBy(String reason) {
            return reason.endsWith(summary());
        }

        /** A machine's reason with this conflict, in place of an earlier one. */
        String addedTo(String reason) {
            int mark = reason.indexOf(MARK);
            String before = mark < 0 ? reason + "; " : reason.substring(0, mark);
            return before.equals("; ") ? summary() : before + summary();
        }

        private String summary() {
            return MARK + "%s is also claimed: %s".formatted(mac, claim);
        }
    }

    /** A machine's disks were wiped. Known from its record alone. */
    record WipeRecorded(String machineId, Wipe wipe, Instant at) implements MachineEvent {}

    /** A machine is on hold, or no longer. Known from its record alone. */
    record HoldRecorded(String machineId, Optional<Hold> hold, Instant at) implements MachineEvent {}

    /** A machine is installed with a profile, or without one. Known from its record alone. */
    record ProfileRecorded(String machineId, Optional<InstalledWith> profile, Instant at) implements MachineEvent {}

    /** A machine belongs to other hardware classes than before. @param classes all of them, in order */
    record MachineClassified(String machineId, String site, String name, List<String> classes, Instant at)
            implements MachineEvent {

        public MachineClassified {
            classes = List.copyOf(classes);
        }
    }

    /** Work on a machine went on. Known from its record alone. */
    record ProgressNoted(String machineId, String progress, String reason, Instant at) implements MachineEvent {}

    /** A machine became a node. Known from its record alone. */
    record AssignmentRecorded(String machineId, String clusterId, String nodeName, NodeRole role, Instant at)
            implements MachineEvent {}

    /** A machine is no longer a node. Known from its record alone. */
    record AssignmentCleared(String machineId, Instant at) implements MachineEvent {}
}
