package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.wire.ClusterRecords;
import dev.skerry.schemas.clusters.AgentEnrolmentObserved;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.NodeClaimObserved;
import dev.skerry.schemas.clusters.NodeJoinObserved;
import dev.skerry.simulation.Network.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What the platform installer answers nodes and agents that enrol, as docs/protocols.md says. */
final class InstallerDoor {

    private static final long PATIENCE = 5_000;

    /** What a node is to become. */
    record Seed(String clusterId, String nodeName, Node.Role role) {}

    /** What a claim is answered. @param agentToken for the first server's agent; empty for the others */
    record Configuration(String clusterId, String nodeName, Node.Role role, String serverAddress, String agentToken) {}

    private record Found(String site, Cluster cluster, Node node) {}

    /** A call that waits for a decision. @param settle answers if it can, and says whether it did */
    private record Waiting(long until, BooleanSupplier settle, Runnable giveUp) {}

    private final Service service;
    private final World world;
    private final View<ClusterState> clusters;
    private final List<Waiting> waiting = new ArrayList<>();

    InstallerDoor(Service service, World world) {
        this.service = service;
        this.world = world;
        clusters = new View<>(world, service, Topics.CLUSTER_STATE, ClusterState.class);
        clusters.subscribe((_, _) -> settle());
        service.onStart(() -> {
            List<Waiting> broken = List.copyOf(waiting);
            waiting.clear();
            broken.forEach(call -> call.giveUp().run());
        });
    }

    void seed(String nonce, Consumer<Answer> respond) {
        if (!isReady()) {
            respond.accept(Answer.of(503));
            return;
        }
        Optional<Found> found = find(nonce);
        if (found.isEmpty()) {
            respond.accept(Answer.of(404));
            return;
        }
        Node node = found.get().node();
        boolean over = switch (node.phase()) {
            case ASSIGNED, FAILED -> true;
            case INSTALLING, CLAIMED, INSTALLED ->
                node.nonceDeadline().filter(service.now()::isBefore).isEmpty();
            case JOINED -> false;
        };
        respond.accept(
                over
                        ? Answer.of(410)
                        : new Answer(200, new Seed(found.get().cluster().id(), node.name(), node.role())));
    }

    void claim(String nonce, Consumer<Answer> respond) {
        if (!isReady()) {
            respond.accept(Answer.of(503));
            return;
        }
        Optional<Found> found = find(nonce);
        if (found.isEmpty()) {
            respond.accept(Answer.of(404));
            return;
        }
        if (!found.get().node().isClaimable(service.now())) {
            respond.accept(Answer.of(409));
            return;
        }
        String cluster = found.get().cluster().id();
        String machine = found.get().node().machineId();
        String claimId = world.ids().uuid();
        service.publish(
                Topics.NODE_OBSERVATIONS,
                found.get().site(),
                new NodeClaimObserved(machine, cluster, found.get().site(), nonce, claimId, "10.0.0.1"),
                null);
        await(() -> decided(cluster, machine, nonce, claimId, respond), () -> respond.accept(Answer.of(503)));
    }

    private boolean decided(
            String clusterId, String machineId, String nonce, String claimId, Consumer<Answer> respond) {
        Optional<ClusterState> state = clusters.get(clusterId);
        if (state.isEmpty()) {
            return false;
        }
        Cluster cluster = ClusterRecords.cluster(state.get());
        Optional<Node> node = cluster.node(machineId)
                .filter(each -> each.nonce().filter(nonce::equals).isPresent());
        if (node.isPresent() && node.get().claimId().isEmpty()) {
            return false;
        }
        boolean won = node.flatMap(Node::claimId).filter(claimId::equals).isPresent();
        if (won) {
            world.handedOut(nonce, claimId);
        }
        respond.accept(won ? new Answer(200, configuration(cluster, node.orElseThrow(), claimId)) : Answer.of(409));
        return true;
    }

    private static Configuration configuration(Cluster cluster, Node node, String claimId) {
        boolean first = node.role() == Node.Role.FIRST_SERVER;
        return new Configuration(
                cluster.id(), node.name(), node.role(), first ? "" : cluster.apiEndpoint(), first ? claimId : "");
    }

    void joined(String nonce, String address, Consumer<Answer> respond) {
        if (!isReady()) {
            respond.accept(Answer.of(503));
            return;
        }
        Optional<Found> found = find(nonce);
        if (found.isEmpty()) {
            respond.accept(Answer.of(404));
            return;
        }
        Node node = found.get().node();
        if (node.phase() == Node.Phase.ASSIGNED || node.phase() == Node.Phase.FAILED) {
            respond.accept(Answer.of(409));
            return;
        }
        service.publish(
                Topics.NODE_OBSERVATIONS,
                found.get().site(),
                new NodeJoinObserved(
                        node.machineId(),
                        found.get().cluster().id(),
                        found.get().site(),
                        nonce,
                        node.name(),
                        address),
                null);
        respond.accept(Answer.of(202));
    }

    /** An agent's enrolment. @param key stands for the hash of its public key */
    void enrol(String clusterId, String token, String key, Consumer<Answer> respond) {
        Optional<ClusterState> known = isReady() ? clusters.get(clusterId) : Optional.empty();
        if (known.isEmpty()) {
            respond.accept(Answer.of(isReady() ? 404 : 503));
            return;
        }
        boolean right = known.get().getNodes().stream()
                .anyMatch(node -> node.getRole() == dev.skerry.schemas.clusters.NodeRole.FIRST_SERVER
                        && token.equals(node.getClaimId()));
        if (!right) {
            respond.accept(Answer.of(403));
            return;
        }
        if (known.get().getEnrolmentId() != null) {
            respond.accept(Answer.of(key.equals(known.get().getEnrolmentId()) ? 200 : 409));
            return;
        }
        service.publish(
                Topics.NODE_OBSERVATIONS,
                known.get().getSite(),
                new AgentEnrolmentObserved(clusterId, known.get().getSite(), key, key),
                null);
        await(
                () -> {
                    String winner = clusters.get(clusterId)
                            .map(ClusterState::getEnrolmentId)
                            .orElse(null);
                    if (winner != null) {
                        respond.accept(Answer.of(Objects.equals(winner, key) ? 200 : 409));
                    }
                    return winner != null;
                },
                () -> respond.accept(Answer.of(503)));
    }

    private boolean isReady() {
        return service.isUp() && clusters.caughtUp();
    }

    private void await(BooleanSupplier settle, Runnable giveUp) {
        if (settle.getAsBoolean()) {
            return;
        }
        Waiting call = new Waiting(world.now() + PATIENCE, settle, giveUp);
        waiting.add(call);
        world.schedule().after(PATIENCE, "gives up", service.name(), () -> {
            if (waiting.remove(call)) {
                call.giveUp().run();
            }
        });
    }

    private void settle() {
        for (Waiting call : List.copyOf(waiting)) {
            if (waiting.remove(call) && !call.settle().getAsBoolean()) {
                waiting.add(call);
            }
        }
    }

    private Optional<Found> find(String nonce) {
        return clusters.all().stream()
                .filter(state -> state.getNodes().stream().anyMatch(node -> nonce.equals(node.getNonce())))
                .findFirst()
                .map(state -> {
                    Cluster cluster = ClusterRecords.cluster(state);
                    Node node = cluster.nodes().stream()
                            .filter(each -> each.nonce().filter(nonce::equals).isPresent())
                            .findFirst()
                            .orElseThrow();
                    return new Found(state.getSite(), cluster, node);
                });
    }
}
