package dev.skerry.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * What an inspection finds in a machine; named as the boot door expects it.
 *
 * @param cpuCores logical processors
 * @param memoryMiB mebibytes
 */
public record Facts(
        String architecture,
        int cpuCores,
        long memoryMiB,
        List<Disk> disks,
        List<Nic> nics,
        String smbiosUuid,
        String serial,
        String manufacturer,
        String model) {

    /** @param sizeBytes bytes */
    public record Disk(String name, long sizeBytes, String serial) {}

    public record Nic(String name, String mac) {}

    private static final int[] CORES = {8, 16, 24, 32, 48, 64};
    private static final int[] GIBIBYTES = {32, 64, 96, 128, 192, 256};

    /** The same for the same seed and MAC address. */
    public static Facts seeded(long seed, String mac) {
        var random = new SplittableRandom(seed * 31 + mac.hashCode());
        int size = random.nextInt(CORES.length);
        long disk = (240L << random.nextInt(4)) * 1_000_000_000L;
        String tail = mac.replace(":", "").toUpperCase(Locale.ROOT);
        return new Facts(
                "x86_64",
                CORES[size],
                GIBIBYTES[size] * 1024L,
                List.of(new Disk("sda", disk, "SD" + tail)),
                List.of(new Nic("eth0", mac)),
                UUID.nameUUIDFromBytes(mac.getBytes(StandardCharsets.US_ASCII)).toString(),
                "SIM" + tail,
                "Skerry",
                "Simulated " + CORES[size]);
    }
}
