package dev.skerry.platforminstaller.domain;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the planner of one site is told. */
public sealed interface SiteInput {

    /** A cluster is wanted here, or wanted otherwise. */
    record ClusterWanted(String clusterId, Clustering clustering, FleetSite site, Optional<ProfileInForce> profile)
            implements SiteInput {}

    /** A machine waits for work. */
    record MachineOffered(
            String machineId, String name, String architecture, int cpuCores, long memoryMiB, Optional<String> hold)
            implements SiteInput {}

    /** A machine is not to be taken, or may be again. */
    record MachineHeld(String machineId, Optional<String> hold) implements SiteInput {}

    /** A person logs in to a machine's ramdisk: it is not to be taken until it is offered again. */
    record MachineInRescue(String machineId) implements SiteInput {}

    /** A machine belongs to these hardware classes, and no others. */
    record MachineClassified(String machineId, String name, List<String> classes) implements SiteInput {
        public MachineClassified {
            classes = List.copyOf(classes);
        }
    }

    /** An installation attempt began. */
    record InstallationBegan(
            String machineId,
            String clusterId,
            String nonce,
            Instant deadline,
            Optional<InstallProfile.Version> profile)
            implements SiteInput {}

    /** An installation attempt did not succeed; another will follow. */
    record AttemptOver(String machineId) implements SiteInput {}

    /** A machine phoned home from its disk. */
    record InstallationDone(String machineId, String clusterId) implements SiteInput {}

    /** A machine's work stopped for good. */
    record MachineBroken(String machineId, String reason) implements SiteInput {}

    /** A machine is being taken out of service. */
    record MachineWithdrawn(String machineId) implements SiteInput {}

    /** An installing node wants its join configuration. */
    record ClaimSeen(String machineId, String clusterId, String nonce, String claimId) implements SiteInput {}

    /** A node says that it runs. */
    record JoinSeen(String machineId, String clusterId, String nonce, String address) implements SiteInput {}

    /** An agent presented its token and a key. */
    record EnrolmentSeen(String clusterId, String enrolmentId) implements SiteInput {}

    /** An agent came, or came back. */
    record AgentCame(String clusterId) implements SiteInput {}

    /** Nothing was heard of an agent for too long. */
    record AgentWent(String clusterId, Instant lastSeen) implements SiteInput {}

    /** A platform tool answers at a cluster, or no longer does. @param app tenant/name */
    record ToolSeen(String clusterId, String app, boolean available) implements SiteInput {}

    /** A deadline came. */
    record Woken() implements SiteInput {}
}
