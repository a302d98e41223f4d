package dev.skerry.simulation;

/** What can go wrong by the seed. */
enum Fault {
    /** A message or its answer does not arrive. */
    DROP,
    /** A message arrives twice. */
    DUPLICATE,
    /** A message arrives late, also after those that were sent after it. */
    DELAY,
    /** A site is cut off for a while. */
    PARTITION,
    /** A service ends at a send or a store, before or after a commit, and starts again. */
    SERVICE_CRASH,
    /** An agent ends while it writes to its disk, calls the centre or changes its cluster, and starts again. */
    AGENT_CRASH,
    /** A machine loses its power for a while. */
    POWER_CUT,
    /** Consumers and read models lag behind. */
    LAG,
    /** Each service and each site has its own idea of what time it is. */
    SKEW,
    /** A task is delivered again though it was carried out, or its worker died. */
    TASK_AGAIN,
    /** A power controller does not do what it is told, or nobody is at a machine without one. */
    CONTROLLER
}
