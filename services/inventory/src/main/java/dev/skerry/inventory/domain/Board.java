package dev.skerry.inventory.domain;

import java.util.Optional;

/**
 * Processor packages and firmware of a machine, as far as they tell of themselves.
 *
 * @param cpuModel the first processor's name
 * @param cpuSockets processor packages
 * @param firmware by what the machine was started: {@code bios} or {@code uefi}
 * @param biosVersion version of that firmware
 * @param tpmVersion {@code 1.2} or {@code 2.0}
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
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
}
