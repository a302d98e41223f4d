package dev.skerry.platforminstaller.domain;

import java.util.List;
import java.util.Optional;

/**
 * A machine as its site's planner sees it.
 *
 * @param name a DNS label; the node's name too
 * @param architecture as the kernel says it: x86_64 or aarch64
 * @param cpuCores logical processors
 * @param memoryMiB mebibytes
 * @param available whether the provisioner offers it
 * @param clusterId of the cluster that it was planned for
 * @param hold why it is not to be taken all the same; empty: it may be
 * @param classes the hardware classes to which it belongs, in the order of their names
 */
public record Machine(
        String id,
        String name,
        String architecture,
        int cpuCores,
        long memoryMiB,
        boolean available,
        Optional<String> clusterId,
        Optional<String> hold,
        List<String> classes) {

    public Machine {
        classes = List.copyOf(classes);
    }

    /** A machine of which no more than its classes is known yet. */
    static Machine unseen(String id, String name, List<String> classes) {
        return new Machine(id, name, "", 0, 0, false, Optional.empty(), Optional.empty(), classes);
    }

    /** Whether it was never offered. */
    boolean isUnseen() {
        return architecture.isEmpty();
    }

    Machine classified(List<String> newClasses) {
        return new Machine(id, name, architecture, cpuCores, memoryMiB, available, clusterId, hold, newClasses);
    }

    /** Whether it can be taken. */
    public boolean isFree() {
        return available && clusterId.isEmpty() && hold.isEmpty();
    }

    Machine takenBy(String cluster) {
        return new Machine(id, name, architecture, cpuCores, memoryMiB, available, Optional.of(cluster), hold, classes);
    }

    Machine released(boolean stillAvailable) {
        return new Machine(
                id, name, architecture, cpuCores, memoryMiB, stillAvailable, Optional.empty(), hold, classes);
    }

    Machine unavailable() {
        return new Machine(id, name, architecture, cpuCores, memoryMiB, false, clusterId, hold, classes);
    }

    Machine held(Optional<String> reason) {
        return new Machine(id, name, architecture, cpuCores, memoryMiB, available, clusterId, reason, classes);
    }
}
