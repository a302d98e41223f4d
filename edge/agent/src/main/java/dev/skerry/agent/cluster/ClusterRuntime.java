package dev.skerry.agent.cluster;

/** The cluster that an agent looks after. Safe for use by several threads. */
public interface ClusterRuntime {

    /**
     * Makes the cluster work towards a placement and returns without waiting for it. Repeats are harmless.
     *
     * @throws RuntimeException when the cluster refuses it; the message is reported and the placement tried again later
     */
    void apply(Placement placement);

    /** Makes the cluster remove an app and returns without waiting for it. An app that is not there is no error. */
    void remove(String app);

    Observation observe();

    /** Calls the listener, the only one, whenever {@link #observe()} would give something new. The listener does not block. */
    void onChange(Runnable listener);
}
