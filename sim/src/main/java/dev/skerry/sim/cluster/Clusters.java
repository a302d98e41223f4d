package dev.skerry.sim.cluster;

import dev.skerry.agent.AgentHost;
import dev.skerry.agent.AgentStatus;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Resources;
import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.net.Pace;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The network between nodes: which server answers at which address, and who joined it. */
public final class Clusters {

    /**
     * What a first server starts.
     *
     * @param site where it stands
     * @param number of the machine, for the cluster's addresses
     * @param caSha256 of the cluster's CA
     * @param serverSecret what further servers must show
     * @param agentSecret what agent nodes must show
     */
    public record ControlPlane(
            String clusterId, String site, int number, String caSha256, String serverSecret, String agentSecret) {

        @Override
        public String toString() {
            return clusterId;
        }
    }

    public record Member(String name, Resources resources) {}

    /** How the agent was configured by the join configuration. */
    public record AgentSetup(String clusterId, URI feedUrl, URI enrolmentUrl, String token, String ca, Path folder) {

        @Override
        public String toString() {
            return clusterId;
        }
    }

    /** What a server said to a node. */
    public enum JoinAnswer {
        JOINED,
        REFUSED,
        UNREACHABLE
    }

    /**
     * A cluster at one moment.
     *
     * @param observation empty while its first server is away
     * @param agent empty while no agent runs
     */
    public record View(String clusterId, String site, Optional<Observation> observation, Optional<AgentStatus> agent) {}

    private final AgentHost host;
    private final Pace pace;
    private final Mishaps mishaps;
    private final Ledger ledger;
    private final Map<String, SimulatedCluster> byAddress = new ConcurrentHashMap<>();
    private final Map<String, SimulatedCluster> byId = new ConcurrentSkipListMap<>();

    public Clusters(AgentHost host, Pace pace, Mishaps mishaps, Ledger ledger) {
        this.host = host;
        this.pace = pace;
        this.mishaps = mishaps;
        this.ledger = ledger;
    }

    /** A first server starts at an address; nodes that joined it before are still joined. */
    public void serve(String address, ControlPlane plane, Member first) {
        var cluster = byAddress.compute(
                address,
                (_, known) -> known != null && known.plane().equals(plane)
                        ? known
                        : new SimulatedCluster(plane, mishaps.host(plane, host), pace, ledger));
        byId.put(plane.clusterId(), cluster);
        cluster.serve(first);
    }

    public void stopServing(String address, ControlPlane plane) {
        var cluster = byAddress.get(address);
        if (cluster != null && cluster.plane().equals(plane)) {
            cluster.stopServing();
        }
    }

    /** @param user of the token: server or node */
    public JoinAnswer join(String address, String caSha256, String user, String secret, Member member) {
        var cluster = byAddress.get(address);
        if (cluster == null || !cluster.isServing()) {
            return JoinAnswer.UNREACHABLE;
        }
        var plane = cluster.plane();
        String expected = user.equals("server") ? plane.serverSecret() : plane.agentSecret();
        if (!plane.caSha256().equals(caSha256)
                || !MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), secret.getBytes(StandardCharsets.UTF_8))) {
            return JoinAnswer.REFUSED;
        }
        cluster.add(member);
        return JoinAnswer.JOINED;
    }

    public void leave(String address, String caSha256, String name) {
        var cluster = byAddress.get(address);
        if (cluster != null && cluster.plane().caSha256().equals(caSha256)) {
            cluster.remove(name);
        }
    }

    /** Starts the agent of a cluster whose first server runs. */
    public void startAgent(AgentSetup setup) {
        var cluster = byId.get(setup.clusterId());
        if (cluster == null) {
            throw new IllegalArgumentException(
                    "the agent is for a cluster that does not run here: " + setup.clusterId());
        }
        cluster.startAgent(mishaps.setup(cluster.plane(), setup));
        mishaps.started(cluster.plane(), cluster::stopAgent, cluster::startAgent);
    }

    /** @return false when there is no such cluster */
    public boolean startAgent(String clusterId) {
        var cluster = byId.get(clusterId);
        if (cluster != null) {
            cluster.startAgent();
        }
        return cluster != null;
    }

    /** @return false when there is no such cluster */
    public boolean stopAgent(String clusterId) {
        var cluster = byId.get(clusterId);
        if (cluster != null) {
            cluster.stopAgent();
        }
        return cluster != null;
    }

    /** In order of their ids. */
    public List<View> views() {
        return byId.values().stream()
                .map(SimulatedCluster::view)
                .map(view -> new View(view.plane().clusterId(), view.plane().site(), view.observation(), view.agent()))
                .toList();
    }
}
