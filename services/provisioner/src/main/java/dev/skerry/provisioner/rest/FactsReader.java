package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.domain.Facts;
import dev.skerry.runtime.Problem;
import java.util.Optional;

/** Facts from an inspection's report. */
final class FactsReader {

    private static final int MOST_DEVICES = 1_000;
    private static final int MOST_CHARACTERS = 256;

    private FactsReader() {}

    /** @throws Problem 422 naming the field that is missing or wrong */
    static Facts facts(ReportBody body) {
        String architecture = body.text("architecture", 64);
        if (architecture.isBlank()) {
            throw Problem.field("architecture", "empty", "write what `uname -m` says");
        }
        return new Facts(
                architecture,
                (int) body.number("cpuCores", 1, 1 << 20),
                body.number("memoryMiB", 1, 1L << 40),
                body.objects("disks", MOST_DEVICES).stream()
                        .map(disk -> new Facts.Disk(
                                disk.text("name", MOST_CHARACTERS),
                                disk.number("sizeBytes", 0, Long.MAX_VALUE),
                                disk.optionalText("serial", MOST_CHARACTERS),
                                disk.optionalText("model", MOST_CHARACTERS),
                                disk.optionalText("wwn", MOST_CHARACTERS),
                                disk.optionalFlag("rotational")))
                        .toList(),
                body.objects("nics", MOST_DEVICES).stream()
                        .map(nic -> new Facts.Nic(
                                nic.text("name", MOST_CHARACTERS),
                                mac(nic),
                                nic.optionalText("driver", MOST_CHARACTERS),
                                nic.optionalNumber("speedMbps", 1, Integer.MAX_VALUE)))
                        .toList(),
                body.optionalText("smbiosUuid", MOST_CHARACTERS),
                body.optionalText("serial", MOST_CHARACTERS),
                body.optionalText("manufacturer", MOST_CHARACTERS),
                body.optionalText("model", MOST_CHARACTERS),
                board(body));
    }

    private static Facts.Board board(ReportBody body) {
        Optional<ReportBody> firmware = body.object("firmware");
        Optional<String> type = firmware.flatMap(it -> it.optionalText("type", MOST_CHARACTERS));
        if (type.filter(it -> !it.equals("bios") && !it.equals("uefi")).isPresent()) {
            throw Problem.field("firmware.type", "neither bios nor uefi", "write bios or uefi");
        }
        return new Facts.Board(
                body.optionalText("cpuModel", MOST_CHARACTERS),
                body.optionalNumber("cpuSockets", 1, 1 << 16),
                type,
                firmware.flatMap(it -> it.optionalText("version", MOST_CHARACTERS)),
                body.optionalText("tpm", MOST_CHARACTERS),
                body.optionalText("bmcFirmware", MOST_CHARACTERS));
    }

    private static String mac(ReportBody nic) {
        return Macs.canonical(nic.path() + "mac", nic.text("mac", MOST_CHARACTERS));
    }
}
