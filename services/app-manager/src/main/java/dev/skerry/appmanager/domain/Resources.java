package dev.skerry.appmanager.domain;

/**
 * An amount of what workloads take of a cluster; negative amounts occur where a cluster shrank below what is reserved on it.
 *
 * @param cpuMillis thousandths of a processor
 * @param memoryMiB mebibytes
 * @param pods pods
 */
public record Resources(long cpuMillis, long memoryMiB, long pods) {

    public static final Resources NONE = new Resources(0, 0, 0);

    /** More replicas than that are never asked for; keeps products of counts within a long. */
    public static final long MOST_REPLICAS = 1_000_000_000L;

    public Resources plus(Resources other) {
        return new Resources(cpuMillis + other.cpuMillis, memoryMiB + other.memoryMiB, pods + other.pods);
    }

    public Resources minus(Resources other) {
        return new Resources(cpuMillis - other.cpuMillis, memoryMiB - other.memoryMiB, pods - other.pods);
    }

    public Resources times(long count) {
        return new Resources(cpuMillis * count, memoryMiB * count, pods * count);
    }

    /** Whether this is at most {@code other} in every dimension. */
    public boolean within(Resources other) {
        return cpuMillis <= other.cpuMillis && memoryMiB <= other.memoryMiB && pods <= other.pods;
    }

    /**
     * How many times {@code each} goes into this amount: 0 to {@link #MOST_REPLICAS}.
     *
     * @param each positive in every dimension
     */
    public long holds(Resources each) {
        long count = Math.min(cpuMillis / each.cpuMillis, Math.min(memoryMiB / each.memoryMiB, pods / each.pods));
        return Math.clamp(count, 0, MOST_REPLICAS);
    }

    /**
     * What part of {@code capacity} this is, in its scarcest dimension.
     *
     * @return millionths; -1 when the capacity has an empty dimension, negative for a negative amount
     */
    public int shareOf(Resources capacity) {
        if (capacity.cpuMillis <= 0 || capacity.memoryMiB <= 0 || capacity.pods <= 0) {
            return -1;
        }
        double share = Math.min(
                (double) cpuMillis / capacity.cpuMillis,
                Math.min((double) memoryMiB / capacity.memoryMiB, (double) pods / capacity.pods));
        return (int) Math.clamp(Math.floor(share * 1_000_000), -1_000_000, 1_000_000);
    }

    /** Such as {@code 500m/512MiB/1 pod}. */
    public String text() {
        return cpuMillis + "m/" + memoryMiB + "MiB/" + pods + (pods == 1 ? " pod" : " pods");
    }
}
