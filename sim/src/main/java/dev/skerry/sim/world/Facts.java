package dev.skerry.sim.world;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
        String model,
        String cpuModel,
        int cpuSockets,
        Firmware firmware,
        String tpm,
        @Nullable String bmcFirmware) {

    /** @param sizeBytes bytes */
    public record Disk(String name, long sizeBytes, String serial, String model, String wwn, boolean rotational) {}

    /** @param speedMbps megabits a second */
    public record Nic(String name, String mac, String driver, int speedMbps) {}

    /** @param type bios or uefi */
    public record Firmware(String type, String version) {}

    private static final int[] CORES = {8, 16, 24, 32, 48, 64};
    private static final int[] GIBIBYTES = {32, 64, 96, 128, 192, 256};

    /** The same for the same seed and MAC address. Only a machine with a BMC tells its firmware. */
    public static Facts seeded(long seed, String mac, boolean hasBmc) {
        var random = new SplittableRandom(seed * 31 + mac.hashCode());
        int size = random.nextInt(CORES.length);
        long disk = (240L << random.nextInt(4)) * 1_000_000_000L;
        String tail = mac.replace(":", "").toUpperCase(Locale.ROOT);
        return new Facts(
                "x86_64",
                CORES[size],
                GIBIBYTES[size] * 1024L,
                List.of(new Disk(
                        "sda",
                        disk,
                        "SD" + tail,
                        "Simulated disk " + disk / 1_000_000_000L + " GB",
                        "naa.5" + tail.toLowerCase(Locale.ROOT) + "000",
                        false)),
                List.of(new Nic("eth0", mac, "igb", 10_000)),
                UUID.nameUUIDFromBytes(mac.getBytes(StandardCharsets.US_ASCII)).toString(),
                "SIM" + tail,
                "Skerry",
                "Simulated " + CORES[size],
                "Simulated CPU of " + CORES[size] / (CORES[size] > 16 ? 2 : 1) + " cores",
                CORES[size] > 16 ? 2 : 1,
                new Firmware(Character.digit(tail.charAt(tail.length() - 1), 16) % 2 == 0 ? "uefi" : "bios", "1.4.2"),
                "2.0",
                hasBmc ? "2.49" : null);
    }
}
