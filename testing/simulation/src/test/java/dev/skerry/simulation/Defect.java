package dev.skerry.simulation;

/** What is broken on purpose, to see that the invariant in brackets notices. */
enum Defect {
    NONE,
    /** The log shows a committed record twice (NoDuplicateEventIds). */
    LOG_REPEATS,
    /** A decider fails (NoInternalErrors). */
    DECIDER_THROWS,
    /** The log loses dead letters (RefusalsAreTold). */
    LETTERS_LOST,
    /** A decider changes its state after it was stored (StateEqualsReplay). */
    STATE_DIFFERS,
    /** A decider sets no deadlines (EveryWaitHasDeadline). */
    NO_DEADLINES,
    /** A MAC is given to a second machine (OneMachinePerMac). */
    MAC_TWICE,
    /** All attempts of a machine have one nonce (AttemptsOnlyGrow). */
    ONE_NONCE,
    /** An installation is told twice (InstalledOncePerAttempt). */
    INSTALLED_TWICE,
    /** An active machine is told to wipe its disk when it asks (ActiveNeverReinstalls). */
    WIPES_ACTIVE,
    /** Nobody looks whose MAC it is that asks (ImpostorsGetNoWork). */
    SERVES_IMPOSTORS,
    /** A claim is accepted twice (ClaimedOnce). */
    CLAIMED_TWICE,
    /** Placements get many times the replicas that fit (CapacityNeverExceeded). */
    OVERBOOKS,
    /** A placement leaves as soon as another is decided (ReplacementBeforeRemoval). */
    LEAVES_EARLY,
    /** A withdrawn placement stops at once (DrainBeforeStop). */
    STOPS_AT_ONCE,
    /** A stopped placement counts as gone at once (FreedOnlyWhenGone). */
    GONE_AT_ONCE,
    /** A desired state is published again (GenerationsOnlyGrow). */
    DESIRED_TWICE,
    /** An agent that cannot report clears its cluster (NothingRemovedUnlessTold). */
    AGENT_CLEARS,
    /** A disk keeps the first content of a file (ReportNumbersOnlyGrow). */
    DISK_FORGETS,
    /** A write that a crash interrupts leaves half of the content (DiskIsAlwaysWhole). */
    DISK_TEARS,
    /** The log loses that a machine is available (Converged). */
    LOG_LOSES
}
