package dev.skerry.sim.cluster;

import dev.skerry.agent.AgentHost;
import dev.skerry.sim.cluster.Clusters.AgentSetup;
import dev.skerry.sim.cluster.Clusters.ControlPlane;

/** What may befall agents; nothing unless it is said. */
public interface Mishaps {

    Mishaps NONE = new Mishaps() {};

    /** What the agents of a cluster run on, its clock above all. */
    default AgentHost host(ControlPlane plane, AgentHost usual) {
        return usual;
    }

    /** How an agent reaches the centre. */
    default AgentSetup setup(ControlPlane plane, AgentSetup setup) {
        return setup;
    }

    /** An agent was started by its first server, which can kill it and start it again. */
    default void started(ControlPlane plane, Runnable kill, Runnable restart) {}
}
