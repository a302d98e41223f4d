package dev.skerry.simulation;

import java.util.List;

/** All invariants; docs/invariants.md says what each means and why it must hold. */
final class Invariants {

    private Invariants() {}

    static List<Invariant> all(World world) {
        return List.of(
                new RuntimeInvariants.NoDuplicateEventIds(),
                new RuntimeInvariants.NoInternalErrors(),
                new RuntimeInvariants.RefusalsAreTold(),
                new RuntimeInvariants.StateEqualsReplay(),
                new RuntimeInvariants.EveryWaitHasDeadline(world),
                new MachineInvariants.OneMachinePerMac(world),
                new MachineInvariants.AttemptsOnlyGrow(),
                new MachineInvariants.InstalledOncePerAttempt(),
                new MachineInvariants.ActiveNeverReinstalls(world),
                new MachineInvariants.ImpostorsGetNoWork(world),
                new ClusterInvariants.ClaimedOnce(),
                new ClusterInvariants.OneClusterPerMachine(world),
                new ClusterInvariants.OneControlPlane(world),
                new AppInvariants.CapacityNeverExceeded(),
                new AppInvariants.ReplacementBeforeRemoval(),
                new AppInvariants.DrainBeforeStop(world),
                new AppInvariants.FreedOnlyWhenGone(world),
                new AppInvariants.GenerationsOnlyGrow(),
                new AgentInvariants.NothingRemovedUnlessTold(),
                new AgentInvariants.ReportNumbersOnlyGrow(),
                new AgentInvariants.DiskIsAlwaysWhole());
    }
}
