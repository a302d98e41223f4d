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
 * @param board what it is built on
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

    /**
     * One disk.
     *
     * @param name the kernel's, such as sda
     * @param sizeBytes bytes
     * @param wwn World Wide Name as the kernel says it, such as naa.5000c500a1b2c3d4
     * @param rotational whether seeks take time
     */
    public record Disk(
            String name,
            long sizeBytes,
            Optional<String> serial,
            Optional<String> model,
            Optional<String> wwn,
            Optional<Boolean> rotational) {}

    /**
     * One network interface.
     *
     * @param name the kernel's, such as eth0
     * @param mac canonical
     * @param driver the kernel's, such as igb
     * @param speedMbps of the link, megabits a second
     */
    public record Nic(String name, String mac, Optional<String> driver, Optional<Integer> speedMbps) {}

    /**
     * Processor packages and firmware, as far as they tell of themselves.
     *
     * @param cpuModel the first processor's name
     * @param cpuSockets processor packages
     * @param firmware by what the machine was started: bios or uefi
     * @param biosVersion version of that firmware
     * @param tpmVersion 1.2 or 2.0
     * @param bmcFirmware revision of its BMC's firmware
     */
    public record Board(
            Optional<String> cpuModel,
            Optional<Integer> cpuSockets,
            Optional<String> firmware,
            Optional<String> biosVersion,
            Optional<String> tpmVersion,
            Optional<String> bmcFirmware) {

        /** Nothing is told. */
        public static final Board UNTOLD = new Board(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    public Facts {
        disks = List.copyOf(disks);
        nics = List.copyOf(nics);
    }
}
