package dev.skerry.simulation;

import dev.skerry.agent.cluster.Resources;
import dev.skerry.platforminstaller.domain.Node;
import java.util.Set;
import java.util.TreeSet;

/** A cluster's control plane from its first server's installation on: its nodes, what runs on them, and its agent. */
final class Plane {

    private static final int PODS = 110;

    private final World world;
    private final String clusterId;
    private final String site;
    private final Set<String> servers = new TreeSet<>();
    private final Runtime runtime;
    private final EdgeAgent agent;

    Plane(World world, String clusterId, String site, int number, String agentToken) {
        this.world = world;
        this.clusterId = clusterId;
        this.site = site;
        this.runtime = new Runtime(world, this, "203.0.113." + number);
        this.agent = new EdgeAgent(world, this, agentToken);
    }

    String clusterId() {
        return clusterId;
    }

    String site() {
        return site;
    }

    Runtime runtime() {
        return runtime;
    }

    EdgeAgent agent() {
        return agent;
    }

    /** Whether a server of it lives, be it without power. */
    boolean exists() {
        return !servers.isEmpty();
    }

    boolean isServer(String machine) {
        return servers.contains(machine);
    }

    /** Whether its API answers. */
    boolean isUp() {
        return world.machines().stream()
                .anyMatch(machine -> servers.contains(machine.name()) && machine.isNodeOf(this));
    }

    void joins(Machine machine, Node.Role role) {
        if (role.isServer()) {
            servers.add(machine.name());
        }
        nodesChanged();
    }

    void leaves(Machine machine) {
        servers.remove(machine.name());
        nodesChanged();
    }

    void nodesChanged() {
        if (isUp()) {
            agent.start();
        } else {
            agent.stop();
        }
        runtime.nodesChanged();
    }

    int nodes() {
        return (int) world.machines().stream()
                .filter(machine -> machine.isNodeOf(this))
                .count();
    }

    /** What its running nodes have. */
    Resources capacity() {
        Resources capacity = Resources.NONE;
        for (Machine machine : world.machines()) {
            if (machine.isNodeOf(this)) {
                capacity = capacity.plus(new Resources(
                        machine.facts().cpuCores() * 1000L, machine.facts().memoryMiB(), PODS));
            }
        }
        return capacity;
    }
}
