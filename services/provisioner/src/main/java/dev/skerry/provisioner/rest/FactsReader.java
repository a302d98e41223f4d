package dev.skerry.provisioner.rest;

import dev.skerry.provisioner.domain.Facts;
import dev.skerry.provisioner.domain.Mac;
import dev.skerry.runtime.Problem;

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
                                disk.optionalText("serial", MOST_CHARACTERS)))
                        .toList(),
                body.objects("nics", MOST_DEVICES).stream()
                        .map(nic -> new Facts.Nic(nic.text("name", MOST_CHARACTERS), mac(nic)))
                        .toList(),
                body.optionalText("smbiosUuid", MOST_CHARACTERS),
                body.optionalText("serial", MOST_CHARACTERS),
                body.optionalText("manufacturer", MOST_CHARACTERS),
                body.optionalText("model", MOST_CHARACTERS));
    }

    private static String mac(ReportBody nic) {
        try {
            return Mac.canonical(nic.text("mac", MOST_CHARACTERS));
        } catch (IllegalArgumentException e) {
            throw Problem.field(nic.path() + "mac", "not a MAC address", Mac.REMEDY);
        }
    }
}
