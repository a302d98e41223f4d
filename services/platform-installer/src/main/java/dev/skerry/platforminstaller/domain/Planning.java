package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.Node.Role;
import dev.skerry.platforminstaller.domain.Planner.Choice;
import dev.skerry.platforminstaller.domain.SiteEvent.EndpointChanged;
import dev.skerry.platforminstaller.domain.SiteEvent.NodeAssigned;
import dev.skerry.platforminstaller.domain.SiteEvent.Planned;
import dev.skerry.platforminstaller.domain.SiteEvent.StartedOver;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Who gets which machine. First every cluster gets what it cannot do without, those that stand before those to come; what is left
 * lets clusters grow, except machines that a waiting cluster could use. A cluster does not grow before all its servers joined: one
 * may fail, and so may the one that takes its place, and a machine that became a worker is not there to be the next.
 */
final class Planning {

    /** A cluster that cannot get what it needs. @param reason for a person */
    record Shortage(String clusterId, String reason) {}

    private final Draft draft;

    /** Clusters that did not get what they cannot do without. */
    private final List<String> waiting = new ArrayList<>();

    private Planning(Draft draft) {
        this.draft = draft;
    }

    /** Plans what can be planned. @return the clusters that wait for machines */
    static List<Shortage> settle(Draft draft) {
        Planning planning = new Planning(draft);
        List<String> ids = draft.clusterIds().stream()
                .sorted(Comparator.comparing(
                                (String id) -> draft.cluster(id).nodes().isEmpty())
                        .thenComparing(Comparator.naturalOrder()))
                .toList();
        ids.forEach(id -> planning.trim(draft.cluster(id)));
        ids.forEach(id -> planning.keepControlPlane(draft.cluster(id)));
        ids.forEach(id -> planning.fillMinimum(draft.cluster(id)));
        ids.forEach(id -> planning.grow(draft.cluster(id)));
        return planning.shortages();
    }

    /** Has a machine installed as a node. */
    static void assign(Draft draft, String clusterId, Node node) {
        Cluster cluster = draft.cluster(clusterId);
        // A node that was planned goes on with what there was when its cluster names a profile since that is not there,
        // or fits not.
        Optional<ProfileInForce> profile = profileFault(draft, cluster).isEmpty()
                ? cluster.profiles().current()
                : cluster.profiles().fallback();
        draft.emit(new NodeAssigned(clusterId, node.machineId(), node.name(), node.role(), profile, draft.now()));
    }

    /** Tells of each node that was handed out how it is to be installed from now on. */
    static void assignAnew(Draft draft, String clusterId) {
        Cluster cluster = draft.cluster(clusterId);
        if (profileFault(draft, cluster).isEmpty()) {
            cluster.nodes().stream().filter(cluster::isHandedOut).forEach(node -> assign(draft, clusterId, node));
        }
    }

    /** Why a cluster's machines cannot be installed. */
    private static Optional<String> profileFault(Draft draft, Cluster cluster) {
        String named = cluster.clustering().installProfile();
        Optional<InstallProfile> profile = cluster.profiles().current().map(ProfileInForce::profile);
        if (profile.isEmpty()) {
            return named.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            "there is no install profile " + named
                                    + ": apply one (kind InstallProfile), or let the cluster's installProfile name another one");
        }
        String of = profile.get().architecture();
        return architectureOf(draft, cluster)
                .or(() -> Optional.of(cluster.clustering().requirements().architecture()))
                .filter(machines -> !machines.isEmpty() && !of.isEmpty() && !machines.equals(of))
                .map(machines -> "the install profile " + profile.get().name() + " is for " + of
                        + " but the cluster's machines are " + machines
                        + ": let the cluster's installProfile name one for " + machines);
    }

    /** Lets agents go that are more than the clustering allows, and failed ones that nobody needs. */
    private void trim(Cluster cluster) {
        long healthy = cluster.agents().filter(node -> !node.hasFailed()).count();
        if (healthy >= cluster.clustering().workersMin()) {
            cluster.agents()
                    .filter(Node::hasFailed)
                    .forEach(node -> draft.release(cluster, node, node.name() + " failed"));
        }
        cluster.agents()
                .filter(node -> !node.hasFailed())
                .sorted(Comparator.comparing(Node::isJoined).thenComparing(Node::name, Comparator.reverseOrder()))
                .limit(Math.max(0, healthy - cluster.clustering().workersMax()))
                .forEach(node -> draft.release(
                        cluster,
                        node,
                        "the clustering has at most " + cluster.clustering().workersMax() + " workers"));
    }

    /** Sees to it that nodes join where a server answers, and plans a cluster anew that has lost its whole control plane. */
    private void keepControlPlane(Cluster cluster) {
        if (!cluster.isStarted() || atEndpoint(cluster).anyMatch(Node::isJoined)) {
            return;
        }
        Optional<Node> other = cluster.servers().filter(Node::isJoined).min(Comparator.comparing(Node::name));
        boolean comesBack = atEndpoint(cluster).anyMatch(node -> !node.hasFailed());
        if (other.isPresent()) {
            draft.emit(new EndpointChanged(
                    cluster.id(), Cluster.endpoint(other.get().address()), draft.now()));
        } else if (!comesBack && (cluster.servers().noneMatch(Node::hasFailed) || canReplace(cluster))) {
            String reason = "its control plane is gone";
            cluster.nodes().forEach(node -> draft.release(cluster, node, reason));
            draft.emit(new StartedOver(cluster.id(), reason, draft.now()));
        }
    }

    /** The server to which the endpoint points; while it is installed anew its address is remembered. */
    private static Stream<Node> atEndpoint(Cluster cluster) {
        return cluster.servers()
                .filter(node -> !node.address().isEmpty()
                        && Cluster.endpoint(node.address()).equals(cluster.apiEndpoint()));
    }

    private boolean canReplace(Cluster cluster) {
        return choose(cluster, 1) instanceof Choice.Enough;
    }

    /** What is missing, now that everything that could be given is given. */
    private List<Shortage> shortages() {
        return waiting.stream()
                .flatMap(id -> {
                    Cluster cluster = draft.cluster(id);
                    return choose(cluster, lackingServers(cluster) + lackingWorkers(cluster))
                                    instanceof Choice.TooFew(List<Machine> _, String reason)
                            ? Stream.of(new Shortage(id, reason))
                            : Stream.empty();
                })
                .toList();
    }

    private static int lackingServers(Cluster cluster) {
        return Math.max(
                0, cluster.clustering().controlPlane() - cluster.count(cluster.servers(), node -> !node.hasFailed()));
    }

    private static int lackingWorkers(Cluster cluster) {
        return Math.max(
                0, cluster.clustering().workersMin() - cluster.count(cluster.agents(), node -> !node.hasFailed()));
    }

    private void fillMinimum(Cluster cluster) {
        int servers = lackingServers(cluster);
        int needed = servers + lackingWorkers(cluster);
        if (needed == 0) {
            return;
        }
        switch (choose(cluster, needed)) {
            case Choice.Enough(List<Machine> machines) -> take(cluster, machines, servers);
            case Choice.TooFew(List<Machine> machines, String _) -> {
                waiting.add(cluster.id());
                if (!cluster.nodes().isEmpty() && !machines.isEmpty()) {
                    take(cluster, machines, Math.min(servers, machines.size()));
                }
            }
        }
    }

    private void grow(Cluster cluster) {
        if (profileFault(draft, cluster).isPresent()) {
            return;
        }
        int room = cluster.clustering().workersMax() - cluster.count(cluster.agents(), _ -> true);
        if (!cluster.hasControlPlane()
                || !cluster.servers().allMatch(Node::isJoined)
                || waiting.contains(cluster.id())
                || room <= 0) {
            return;
        }
        List<Machine> unwanted = draft.machines().stream()
                .filter(Machine::isFree)
                .filter(machine -> waiting.stream().noneMatch(id -> couldUse(draft.cluster(id), machine)))
                .toList();
        if (unwanted.isEmpty()) {
            return;
        }
        switch (Planner.choose(room, cluster.clustering().requirements(), architecture(cluster), unwanted)) {
            case Choice.Enough(List<Machine> machines) -> take(cluster, machines, 0);
            case Choice.TooFew(List<Machine> machines, String _) -> {
                if (!machines.isEmpty()) {
                    take(cluster, machines, 0);
                }
            }
        }
    }

    private boolean couldUse(Cluster hungry, Machine machine) {
        return Planner.fits(machine, hungry.clustering().requirements(), architecture(hungry));
    }

    private Choice choose(Cluster cluster, int wanted) {
        Optional<String> fault = profileFault(draft, cluster);
        if (fault.isPresent()) {
            return new Choice.TooFew(List.of(), fault.get());
        }
        return Planner.choose(wanted, cluster.clustering().requirements(), architecture(cluster), draft.machines());
    }

    /** The architecture of the cluster's nodes, or else the one for which they are to be installed. */
    private Optional<String> architecture(Cluster cluster) {
        return architectureOf(draft, cluster)
                .or(() -> cluster.profiles()
                        .current()
                        .map(it -> it.profile().architecture())
                        .filter(it -> !it.isEmpty()));
    }

    private static Optional<String> architectureOf(Draft draft, Cluster cluster) {
        return cluster.nodes().stream()
                .flatMap(node -> draft.site().machine(node.machineId()).stream())
                .map(Machine::architecture)
                .findFirst();
    }

    /** Makes nodes of machines, the first ones servers, in place of as many failed nodes of their kind. */
    private void take(Cluster cluster, List<Machine> machines, int servers) {
        Map<Boolean, Integer> taken = new HashMap<>();
        List<Node> added = new ArrayList<>();
        for (Machine machine : machines) {
            boolean server = added.size() < servers;
            boolean first = server && added.isEmpty() && !cluster.isStarted() && hasNoFirstServer(cluster);
            added.add(Node.planned(machine, first ? Role.FIRST_SERVER : server ? Role.SERVER : Role.AGENT));
            taken.merge(server, 1, Integer::sum);
        }
        taken.forEach((server, many) -> cluster.nodes().stream()
                .filter(node -> node.hasFailed() && node.role().isServer() == server)
                .sorted(Comparator.comparing(Node::role).thenComparing(Node::name))
                .limit(many)
                .forEach(node -> draft.release(cluster, node, node.name() + " failed and is replaced")));
        List<Node> all = new ArrayList<>(draft.cluster(cluster.id()).nodes());
        all.addAll(added);
        draft.emit(new Planned(cluster.id(), all, draft.now()));
        added.stream()
                .filter(node -> cluster.isStarted() || node.role() == Role.FIRST_SERVER)
                .forEach(node -> assign(draft, cluster.id(), node));
    }

    private static boolean hasNoFirstServer(Cluster cluster) {
        return cluster.servers().noneMatch(node -> node.role() == Role.FIRST_SERVER && !node.hasFailed());
    }
}
