package dev.skerry.platforminstaller.rest;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.effect.ClusterKeys;
import dev.skerry.platforminstaller.effect.Seed;
import dev.skerry.platforminstaller.rest.NodeIndex.Found;
import dev.skerry.platforminstaller.wire.ClusterRecords;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.NodeClaimObserved;
import dev.skerry.schemas.clusters.NodeJoinObserved;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What an installing node is answered; the HTTP around it is in {@link NodeController}. */
public final class NodeDoor {

    private static final Duration NONCE_ARRIVES = Duration.ofSeconds(3);

    /** Textual IPv4 and IPv6 addresses (RFC 4291) as far as letters go; what follows from a wrong one is the cluster's own loss. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|(?=.*:)[0-9A-Fa-f:]{2,39}(\\d{1,3}(\\.\\d{1,3}){3})?");

    private final NodeIndex nodes;
    private final ReadModel<ClusterState> clusters;
    private final EventPublisher events;
    private final Seed seed;
    private final ClusterKeys keys;
    private final JoinConfigurations configurations;
    private final InstantSource clock;
    private final Duration patience;

    /** @param patience how long a decision is waited for */
    public NodeDoor(
            NodeIndex nodes,
            ReadModel<ClusterState> clusters,
            EventPublisher events,
            Seed seed,
            ClusterKeys keys,
            JoinConfigurations configurations,
            InstantSource clock,
            Duration patience) {
        this.nodes = nodes;
        this.clusters = clusters;
        this.events = events;
        this.seed = seed;
        this.keys = keys;
        this.configurations = configurations;
        this.clock = clock;
        this.patience = patience;
    }

    String metaData(String nonce) {
        return seed.metaData(underWay(nonce).node(), nonce);
    }

    String userData(String nonce) {
        Found found = underWay(nonce);
        return seed.userData(found.cluster(), found.site(), found.node(), nonce);
    }

    String vendorData(String nonce) {
        underWay(nonce);
        return seed.vendorData();
    }

    /** Exchanges a nonce, once: whoever's claim the site's planner accepts gets the configuration. */
    JoinConfiguration claim(String nonce, String address) {
        Found found = find(nonce);
        if (!found.node().isClaimable(clock.instant())) {
            throw used();
        }
        String clusterId = found.cluster().id();
        String machineId = found.node().machineId();
        keys.ensure(clusterId);
        String claimId = UUID.randomUUID().toString();
        events.publish(
                Topics.NODE_OBSERVATIONS,
                found.site(),
                new NodeClaimObserved(machineId, clusterId, found.site(), nonce, claimId, address));
        Cluster decided = clusters.await(clusterId, state -> isDecided(state, machineId, nonce), patience)
                .map(ClusterRecords::cluster)
                .orElseThrow(() -> undecided(found));
        return decided.node(machineId)
                .filter(node -> node.nonce().filter(nonce::equals).isPresent()
                        && node.claimId().filter(claimId::equals).isPresent())
                .map(node -> configuration(decided, node, claimId))
                .orElseThrow(NodeDoor::used);
    }

    private JoinConfiguration configuration(Cluster cluster, Node node, String claimId) {
        boolean founds = node.role() == Node.Role.FIRST_SERVER
                && cluster.nodes().stream()
                        .allMatch(other -> other.machineId().equals(node.machineId())
                                || other.claimId().isEmpty());
        if (founds) {
            keys.handOut(cluster.id());
        }
        return configurations.of(cluster, node, claimId);
    }

    /** A node says that it runs. @return the event's id */
    String joined(String nonce, Joined report, String remoteAddress) {
        Found found = find(nonce);
        if (!found.node().name().equals(report.nodeName())) {
            throw Problem.field(
                    "nodeName",
                    "this nonce belongs to " + found.node().name(),
                    "report the node's name as /etc/skerry/node.json has it");
        }
        String address = Optional.ofNullable(report.address())
                .filter(text -> !text.isEmpty())
                .orElse(remoteAddress);
        if (!ADDRESS.matcher(address).matches()) {
            throw Problem.field("address", "\"" + address + "\" is not an IP address", "give the node's own address");
        }
        if (found.node().phase() == Node.Phase.ASSIGNED || found.node().phase() == Node.Phase.FAILED) {
            throw over(409);
        }
        return events.publish(
                        Topics.NODE_OBSERVATIONS,
                        found.site(),
                        new NodeJoinObserved(
                                found.node().machineId(),
                                found.cluster().id(),
                                found.site(),
                                nonce,
                                found.node().name(),
                                address))
                .id();
    }

    private static boolean isDecided(ClusterState state, String machineId, String nonce) {
        return state.getNodes().stream()
                .filter(node -> node.getMachineId().equals(machineId) && nonce.equals(node.getNonce()))
                .findFirst()
                .map(node -> node.getClaimId() != null)
                .orElse(true);
    }

    private Found find(String nonce) {
        Complete.require(clusters);
        return nodes.find(nonce, NONCE_ARRIVES)
                .orElseThrow(() -> Problem.unknown(
                        "nonce", "no installation attempt has this nonce", "boot from the network again"));
    }

    /** The node of an attempt that is not over. */
    private Found underWay(String nonce) {
        Found found = find(nonce);
        boolean over = switch (found.node().phase()) {
            case ASSIGNED, FAILED -> true;
            case INSTALLING, CLAIMED, INSTALLED ->
                found.node().nonceDeadline().filter(clock.instant()::isBefore).isEmpty();
            case JOINED -> false;
        };
        if (over) {
            throw over(410);
        }
        return found;
    }

    /** No answer from the planner: it refuses a claim that is too late by its own clock without a word. */
    private Problem undecided(Found found) {
        return found.node().isClaimable(clock.instant())
                ? new Problem(
                        503,
                        "",
                        "the claim is not decided yet, or the control plane that it is to join is being installed",
                        "try again in 2 s")
                : used();
    }

    private static Problem used() {
        return new Problem(
                409, "nonce", "this installation attempt was claimed before or is over", "boot from the network again");
    }

    private static Problem over(int status) {
        return new Problem(status, "nonce", "this installation attempt is over", "boot from the network again");
    }

    /** What a node that runs Kubernetes reports. @param address the node's own IP address; empty for the one that it calls from */
    record Joined(@Nullable String nodeName, @Nullable String address) {}
}
