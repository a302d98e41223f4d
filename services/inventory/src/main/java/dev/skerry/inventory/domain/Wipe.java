package dev.skerry.inventory.domain;

import java.time.Instant;
import java.util.List;

/**
 * What became of a machine's disks.
 *
 * @param diskSerials of those that were wiped
 * @param method as the ramdisk says it; may be empty
 * @param at when it was recorded; milliseconds
 */
public record Wipe(List<String> diskSerials, String method, Instant at) {
    public Wipe {
        diskSerials = List.copyOf(diskSerials);
    }
}
