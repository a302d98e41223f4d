package dev.skerry.inventory.domain;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the inventory is told: requests of people, announcements, and the results that the others write back. */
public sealed interface InventoryInput {

    /** A person describes a kind of machine. */
    record ClassRequested(String name, String rule, String description) implements InventoryInput {}

    /** A person wants a hardware class to go. */
    record ClassRemovalRequested(String name) implements InventoryInput {}

    /** A person describes a site. */
    record SiteRequested(SiteDescription site) implements InventoryInput {}

    /**
     * MACs were seen or entered. Nothing in it is checked yet.
     *
     * @param cause the announcement's own id, from which a new machine's id is made
     * @param name may be empty
     */
    record MachineAnnounced(
            String cause,
            List<String> macs,
            String site,
            String name,
            Source source,
            Optional<Bmc> bmc,
            Map<String, String> labels)
            implements InventoryInput {

        public MachineAnnounced {
            macs = List.copyOf(macs);
            labels = Labels.copy(labels);
        }
    }

    /** A person lets a machine in. */
    record ApprovalRequested(String machineId, String requestedBy) implements InventoryInput {}

    /** A person keeps a machine out. */
    record RejectionRequested(String machineId, String reason, String requestedBy) implements InventoryInput {}

    /** A person replaced a network interface. Nothing in it is checked yet. */
    record NicReplacementRequested(String machineId, String oldMac, String newMac) implements InventoryInput {}

    /** What another service did with a machine. */
    sealed interface WriteBack extends InventoryInput {
        String machineId();
    }

    record InspectionStarted(String machineId) implements WriteBack {}

    record Inspected(String machineId, Facts facts) implements WriteBack {}

    record BecameAvailable(String machineId, Facts facts) implements WriteBack {}

    record InstallationStarted(String machineId, String clusterId, Optional<InstalledWith> profile)
            implements WriteBack {}

    /** @param percent 0 to 100 */
    record InstallationProgressed(String machineId, String step, int percent) implements WriteBack {}

    record Installed(String machineId, String clusterId) implements WriteBack {}

    record ReleaseStarted(String machineId) implements WriteBack {}

    record Wiped(String machineId, List<String> diskSerials, String method) implements WriteBack {
        public Wiped {
            diskSerials = List.copyOf(diskSerials);
        }
    }

    record RescueStarted(String machineId) implements WriteBack {}

    /** It can be logged in to. @param hostKey the SSH host key's fingerprint */
    record RescueReady(String machineId, String address, String hostKey) implements WriteBack {}

    /** It goes back to what it was. @param reason why it stands there */
    record RescueEnded(String machineId, Lifecycle lifecycle, String reason) implements WriteBack {}

    /** It waits for a person at it to power it on, or to reset it. */
    record PersonAwaited(String machineId, Instant since, Instant until) implements WriteBack {}

    record PersonNoLongerAwaited(String machineId) implements WriteBack {}

    /** It is given no new work. @param reason for a person */
    record Held(String machineId, String reason) implements WriteBack {}

    /** It is given work again. */
    record Unheld(String machineId) implements WriteBack {}

    /** It left the fleet at a person's request. */
    record Retired(String machineId) implements WriteBack {}

    /**
     * An attempt did not succeed and another will follow.
     *
     * @param during the work that it was an attempt at
     */
    record AttemptFailed(String machineId, Lifecycle during, String reason, Instant retryAt) implements WriteBack {}

    /**
     * The work stopped for good.
     *
     * @param attempts how many there were
     */
    record Failed(String machineId, Lifecycle during, String reason, int attempts) implements WriteBack {}

    /** Another machine asked to boot under its MAC. @param claim by what it was told from it */
    record Impersonated(String machineId, String mac, String claim) implements WriteBack {}

    record NodeAssigned(String machineId, String clusterId, String nodeName, NodeRole role) implements WriteBack {}

    record NodeReleased(String machineId, String clusterId) implements WriteBack {}

    /** A deadline came. The inventory has none. */
    record Woken() implements InventoryInput {}
}
