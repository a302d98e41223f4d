package dev.skerry.appmanager.domain;

/** What a workload takes of a cluster, one by one. */
public enum Dimension {
    CPU,
    MEMORY,
    PODS;

    /** The amount in this dimension: millicores, mebibytes or pods. */
    public long of(Resources resources) {
        return switch (this) {
            case CPU -> resources.cpuMillis();
            case MEMORY -> resources.memoryMiB();
            case PODS -> resources.pods();
        };
    }
}
