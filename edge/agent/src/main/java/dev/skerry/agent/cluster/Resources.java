package dev.skerry.agent.cluster;

/**
 * What one replica asks for, or a cluster has.
 *
 * @param cpuMillis thousandths of a processor
 * @param memoryMiB mebibytes
 * @param pods how many pods
 */
public record Resources(long cpuMillis, long memoryMiB, int pods) {

    public static final Resources NONE = new Resources(0, 0, 0);

    public Resources plus(Resources other) {
        return new Resources(cpuMillis + other.cpuMillis, memoryMiB + other.memoryMiB, pods + other.pods);
    }

    public Resources minus(Resources other) {
        return new Resources(cpuMillis - other.cpuMillis, memoryMiB - other.memoryMiB, pods - other.pods);
    }

    public Resources times(int factor) {
        return new Resources(cpuMillis * factor, memoryMiB * factor, pods * factor);
    }

    /** Whether nothing here is more than there. */
    public boolean fitsInto(Resources room) {
        return cpuMillis <= room.cpuMillis && memoryMiB <= room.memoryMiB && pods <= room.pods;
    }
}
