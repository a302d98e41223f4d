package dev.skerry.inventory.domain;

import java.util.List;
import java.util.Optional;

/**
 * What an inspection found in a machine.
 *
 * @param architecture {@code x86_64} or {@code aarch64}
 * @param cpuCores logical processors
 * @param memoryMiB mebibytes
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
        Optional<String> model,
        Board board) {

    public Facts {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }
}
