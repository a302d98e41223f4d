package dev.skerry.provisioner.domain;

import java.util.List;
import java.util.Optional;

/**
 * What an inspection found in a machine.
 *
 * @param architecture as the kernel says it, such as x86_64
 * @param cpuCores logical processors
 * @param memoryMiB mebibytes
 * @param disks in the kernel's order
 * @param nics in the kernel's order
 */
public record Facts(
        String architecture,
        int cpuCores,
        long memoryMiB,
        List<Disk> disks,
        List<Nic> nics,
        Optional<String> smbiosUuid,
        Optional<String> serial,
        Optional<String> manufacturer,
        Optional<String> model) {

    /**
     * One disk.
     *
     * @param name the kernel's, such as sda
     * @param sizeBytes bytes
     */
    public record Disk(String name, long sizeBytes, Optional<String> serial) {}

    /**
     * One network interface.
     *
     * @param name the kernel's, such as eth0
     * @param mac canonical
     */
    public record Nic(String name, String mac) {}

    public Facts {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }
}
