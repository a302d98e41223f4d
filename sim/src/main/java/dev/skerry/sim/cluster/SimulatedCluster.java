package dev.skerry.sim.cluster;

import dev.skerry.agent.Agent;
import dev.skerry.agent.AgentHost;
import dev.skerry.agent.AgentSettings;
import dev.skerry.agent.AgentStatus;
import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Resources;
import dev.skerry.sim.cluster.Clusters.AgentSetup;
import dev.skerry.sim.cluster.Clusters.ControlPlane;
import dev.skerry.sim.cluster.Clusters.Member;
import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.ledger.RecordedRuntime;
import dev.skerry.sim.net.Addresses;
import dev.skerry.sim.net.Pace;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One cluster: who joined, what runs, and its agent. Nodes stay joined while the first server restarts. */
final class SimulatedCluster {

    private static final String AGENT_VERSION = "0.1.0";

    private final ControlPlane plane;
    private final AgentHost host;
    private final Pace pace;
    private final Ledger ledger;
    private final Map<String, Resources> members = new LinkedHashMap<>();
    private @Nullable SimulatedRuntime runtime;
    private @Nullable ClusterRuntime recorded;
    private @Nullable AgentSetup setup;
    private @Nullable Agent agent;

    /**
     * What is so at one moment.
     *
     * @param agent empty when no agent runs
     */
    record View(ControlPlane plane, Optional<Observation> observation, Optional<AgentStatus> agent) {}

    SimulatedCluster(ControlPlane plane, AgentHost host, Pace pace, Ledger ledger) {
        this.plane = plane;
        this.host = host;
        this.pace = pace;
        this.ledger = ledger;
    }

    ControlPlane plane() {
        return plane;
    }

    synchronized View view() {
        return new View(
                plane,
                Optional.ofNullable(runtime).map(SimulatedRuntime::observe),
                Optional.ofNullable(agent).map(Agent::status));
    }

    synchronized boolean isServing() {
        return runtime != null;
    }

    synchronized void serve(Member first) {
        members.put(first.name(), first.resources());
        var addresses = List.of(Addresses.ingress4(plane.number()), Addresses.ingress6(plane.number()));
        var started = new SimulatedRuntime(host.timing(), pace, addresses);
        runtime = started;
        recorded = new RecordedRuntime(plane.clusterId(), started, ledger);
        ledger.clusterStarted(plane.clusterId(), addresses);
        started.nodesAre(members.values());
    }

    /** The first server is gone, and with it the agent. */
    synchronized void stopServing() {
        stopAgent();
        setup = null;
        if (runtime != null) {
            runtime.close();
            runtime = null;
            recorded = null;
            ledger.clusterStopped(plane.clusterId());
        }
    }

    synchronized void add(Member member) {
        members.put(member.name(), member.resources());
        tellNodes();
    }

    synchronized void remove(String name) {
        members.remove(name);
        tellNodes();
    }

    private void tellNodes() {
        if (runtime != null) {
            runtime.nodesAre(members.values());
        }
    }

    synchronized void startAgent(AgentSetup next) {
        setup = next;
        startAgent();
    }

    /** Has no effect when it runs, or when there is nothing to run on. */
    synchronized void startAgent() {
        if (agent != null || setup == null || recorded == null) {
            return;
        }
        var settings = new AgentSettings(
                setup.clusterId(),
                setup.feedUrl(),
                setup.enrolmentUrl(),
                setup.token(),
                setup.ca(),
                setup.folder(),
                AGENT_VERSION,
                AgentSettings.Pace.USUAL);
        var started = new Agent(
                settings, host, recorded, sequence -> ledger.agentReportAcknowledged(plane.clusterId(), sequence));
        agent = started;
        ledger.agentStarted(plane.clusterId());
        started.start();
    }

    synchronized void stopAgent() {
        if (agent != null) {
            agent.close();
            ledger.agentStopped(plane.clusterId());
            agent = null;
        }
    }
}
