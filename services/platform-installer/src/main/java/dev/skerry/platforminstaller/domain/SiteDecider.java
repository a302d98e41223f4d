package dev.skerry.platforminstaller.domain;

import dev.skerry.kernel.Decider;
import dev.skerry.platforminstaller.domain.SiteEvent.*;
import dev.skerry.platforminstaller.domain.SiteInput.*;
import dev.skerry.platforminstaller.domain.SiteInput.MachineClassified;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What becomes of the clusters of one site and of the machines that they are made of. Each input is judged by itself; then the whole
 * site is settled: plans, conditions and phases follow from the state, whatever woke it.
 *
 * @see Planning who gets which machine
 * @see Standing what holds of a cluster
 */
public final class SiteDecider implements Decider<Site, SiteInput, SiteEvent> {

    private final Duration grace;
    private final Duration joinTimeout;

    /**
     * @param grace how long an agent may be away before its cluster is lost; positive
     * @param joinTimeout how long after its attempt's deadline a node that runs from its disk may take to join; positive
     */
    public SiteDecider(Duration grace, Duration joinTimeout) {
        this.grace = grace;
        this.joinTimeout = joinTimeout;
    }

    @Override
    public Site initial(String key) {
        return new Site(key);
    }

    @Override
    public List<SiteEvent> decide(Site site, SiteInput input, Instant now) {
        Draft draft = new Draft(site, now);
        judge(draft, input);
        giveUpOverdue(draft);
        List<Planning.Shortage> shortages = Planning.settle(draft);
        Standing.settle(draft, shortages);
        return draft.events();
    }

    private void judge(Draft draft, SiteInput input) {
        switch (input) {
            case ClusterWanted wanted -> wanted(draft, wanted);
            case MachineOffered offered -> offered(draft, offered);
            case MachineHeld(String machineId, Optional<String> hold) -> held(draft, machineId, hold);
            case MachineInRescue(String machineId) -> {
                gone(draft, machineId);
                exchange(draft, machineId, "is in rescue");
            }
            case MachineClassified(String machineId, String name, List<String> classes) -> {
                Machine known =
                        draft.site().machine(machineId).orElseGet(() -> Machine.unseen(machineId, name, List.of()));
                if (!known.classes().equals(classes)) {
                    draft.emit(new MachineRecorded(known.classified(classes)));
                }
            }
            case InstallationBegan began -> began(draft, began);
            case AttemptOver(String machineId) ->
                ofMachine(draft, machineId, (cluster, node) -> {
                    if (isUnderWay(node)) {
                        draft.emit(new NodeAttemptOver(cluster.id(), machineId, draft.now()));
                    }
                });
            case InstallationDone(String machineId, String clusterId) ->
                ofNode(draft, clusterId, machineId, (cluster, node) -> {
                    if (node.phase() == Node.Phase.INSTALLING || node.phase() == Node.Phase.CLAIMED) {
                        draft.emit(new NodeInstalled(cluster.id(), machineId, draft.now()));
                    }
                });
            case MachineBroken(String machineId, String reason) -> {
                gone(draft, machineId);
                ofMachine(draft, machineId, (cluster, node) -> failed(draft, cluster, node, reason));
            }
            case MachineWithdrawn(String machineId) -> {
                gone(draft, machineId);
                ofMachine(
                        draft,
                        machineId,
                        (cluster, node) -> draft.release(cluster, node, node.name() + " was taken out of service"));
            }
            case ClaimSeen claim ->
                ofNode(draft, claim.clusterId(), claim.machineId(), (cluster, node) -> {
                    // A further server waits for a control plane to join: its claim is tried again.
                    boolean canJoin = node.role() != Node.Role.SERVER || cluster.hasControlPlane();
                    if (canJoin
                            && node.nonce().filter(claim.nonce()::equals).isPresent()
                            && node.isClaimable(draft.now())) {
                        draft.emit(new NodeClaimed(
                                cluster.id(), node.machineId(), claim.nonce(), claim.claimId(), draft.now()));
                    }
                });
            case JoinSeen join ->
                ofNode(
                        draft,
                        join.clusterId(),
                        join.machineId(),
                        (cluster, node) -> joined(draft, cluster, node, join));
            case EnrolmentSeen(String clusterId, String enrolmentId) ->
                draft.site()
                        .cluster(clusterId)
                        .filter(cluster -> cluster.enrolmentId().isEmpty())
                        .ifPresent(cluster -> draft.emit(new AgentEnrolled(cluster.id(), enrolmentId, draft.now())));
            case AgentCame(String clusterId) ->
                draft.site()
                        .cluster(clusterId)
                        .ifPresent(cluster -> draft.condition(cluster, Condition.Type.AGENT_CONNECTED, true, ""));
            case AgentWent(String clusterId, Instant lastSeen) ->
                draft.site()
                        .cluster(clusterId)
                        .filter(cluster -> cluster.holds(Condition.Type.AGENT_CONNECTED))
                        .ifPresent(cluster -> away(draft, cluster, lastSeen));
            case ToolSeen(String clusterId, String app, boolean available) ->
                draft.site()
                        .cluster(clusterId)
                        .filter(cluster -> cluster.clustering().toolApps().contains(app))
                        .filter(cluster -> cluster.toolsMissing().contains(app) == available)
                        .ifPresent(cluster -> draft.emit(new ToolChanged(cluster.id(), app, available, draft.now())));
            case Woken() -> {}
        }
    }

    private static void wanted(Draft draft, ClusterWanted wanted) {
        FleetSite site = wanted.site();
        ClusterRecorded recorded = new ClusterRecorded(
                wanted.clusterId(),
                wanted.clustering(),
                site.region(),
                site.latitude(),
                site.longitude(),
                wanted.clustering().labelsAt(site),
                wanted.profile(),
                draft.now());
        Optional<Cluster> present = draft.site().cluster(wanted.clusterId());
        boolean known = draft.site()
                .cluster(wanted.clusterId())
                .filter(before -> recorded.equals(new ClusterRecorded(
                        before.id(),
                        before.clustering(),
                        before.region(),
                        before.latitude(),
                        before.longitude(),
                        before.labels(),
                        before.profiles().current(),
                        draft.now())))
                .isPresent();
        if (!known) {
            draft.emit(recorded);
        }
        if (present.filter(before -> !before.profiles().current().equals(wanted.profile()))
                .isPresent()) {
            Planning.assignAnew(draft, wanted.clusterId());
        }
    }

    private static void offered(Draft draft, MachineOffered offered) {
        ofMachine(draft, offered.machineId(), (cluster, node) -> {
            if (node.hasFailed()) {
                draft.release(cluster, node, node.name() + " failed and was made available anew");
            }
        });
        Optional<Machine> before = draft.site().machine(offered.machineId());
        Machine machine = new Machine(
                offered.machineId(),
                offered.name(),
                offered.architecture(),
                offered.cpuCores(),
                offered.memoryMiB(),
                true,
                Optional.empty(),
                offered.hold(),
                before.map(Machine::classes).orElse(List.of()));
        if (before.flatMap(Machine::clusterId).isEmpty()
                && before.filter(machine::equals).isEmpty()) {
            draft.emit(new MachineRecorded(machine));
        }
    }

    private static void held(Draft draft, String machineId, Optional<String> hold) {
        draft.site()
                .machine(machineId)
                .filter(machine -> !machine.hold().equals(hold))
                .ifPresent(_ -> draft.emit(new HoldChanged(machineId, hold)));
        hold.ifPresent(reason -> exchange(draft, machineId, "is on hold: " + reason));
    }

    /** A node whose machine was not begun yet is given another one; a node that was keeps its place. */
    private static void exchange(Draft draft, String machineId, String why) {
        ofMachine(draft, machineId, (cluster, node) -> {
            if (node.phase() == Node.Phase.ASSIGNED && node.nonce().isEmpty()) {
                draft.release(cluster, node, node.name() + " " + why);
            }
        });
    }

    private static void began(Draft draft, InstallationBegan began) {
        ofNode(draft, began.clusterId(), began.machineId(), (cluster, node) -> {
            if (node.isNewAttempt(began.nonce(), began.deadline())
                    && began.deadline().isAfter(draft.now())) {
                // A first server that is installed anew must not start a second cluster where others carry on.
                boolean othersCarryOn = cluster.servers()
                        .anyMatch(
                                other -> other.isJoined() && !other.machineId().equals(node.machineId()));
                Node.Role role = othersCarryOn && node.role().isServer() ? Node.Role.SERVER : node.role();
                if (role == Node.Role.FIRST_SERVER) {
                    releaseJoining(draft, cluster, node);
                }
                draft.emit(new NodeInstalling(
                        cluster.id(),
                        node.machineId(),
                        role,
                        began.nonce(),
                        began.deadline(),
                        began.profile(),
                        draft.now()));
            }
        });
    }

    /** Servers that may be joining the control plane which a first server now replaces would be members of what is gone. */
    private static void releaseJoining(Draft draft, Cluster cluster, Node first) {
        cluster.servers()
                .filter(other -> !other.machineId().equals(first.machineId()))
                .filter(other -> other.claimId().isPresent())
                .forEach(other -> draft.release(
                        cluster,
                        other,
                        other.name() + " was joining the control plane of " + first.name()
                                + ", which is installed anew"));
    }

    private static void gone(Draft draft, String machineId) {
        draft.site()
                .machine(machineId)
                .filter(Machine::available)
                .ifPresent(machine -> draft.emit(new MachineGone(machineId)));
    }

    private static void failed(Draft draft, Cluster cluster, Node node, String reason) {
        if (!node.hasFailed()) {
            draft.emit(new NodeFailed(cluster.id(), node.machineId(), reason, draft.now()));
            boolean needed =
                    node.role().isServer() || draft.cluster(cluster.id()).lacksWorkers();
            if (needed) {
                draft.condition(cluster, Condition.Type.NODES_READY, false, node.name() + " failed: " + reason);
            }
        }
    }

    private static void joined(Draft draft, Cluster cluster, Node node, JoinSeen join) {
        if (!node.isJoining(join.nonce())) {
            return;
        }
        draft.emit(
                new NodeJoined(cluster.id(), node.machineId(), node.name(), node.role(), join.address(), draft.now()));
        String endpoint = Cluster.endpoint(join.address());
        boolean first = node.role() == Node.Role.FIRST_SERVER;
        if (first && !cluster.apiEndpoint().equals(endpoint)) {
            draft.emit(new EndpointChanged(cluster.id(), endpoint, draft.now()));
        }
        if (first && !cluster.isStarted()) {
            cluster.nodes().stream()
                    .filter(other -> other.role() != Node.Role.FIRST_SERVER)
                    .forEach(other -> Planning.assign(draft, cluster.id(), other));
        }
    }

    private void away(Draft draft, Cluster cluster, Instant lastSeen) {
        String reason = "nothing was heard of the agent since " + lastSeen;
        draft.condition(cluster, Condition.Type.AGENT_CONNECTED, false, reason);
        draft.emit(new GraceStarted(cluster.id(), draft.now().plus(grace), draft.now()));
    }

    /** A node that runs from its disk but does not join is given up, so that this wait ends too. */
    private void giveUpOverdue(Draft draft) {
        for (String id : draft.clusterIds()) {
            Cluster cluster = draft.cluster(id);
            for (Node node : cluster.nodes()) {
                if (joinDeadline(node)
                        .filter(deadline -> !draft.now().isBefore(deadline))
                        .isPresent()) {
                    failed(draft, cluster, node, "it was installed but did not join its cluster in time");
                }
            }
        }
    }

    private Optional<Instant> joinDeadline(Node node) {
        return node.phase() == Node.Phase.INSTALLED
                ? node.nonceDeadline().map(deadline -> deadline.plus(joinTimeout))
                : Optional.empty();
    }

    private static boolean isUnderWay(Node node) {
        return switch (node.phase()) {
            case INSTALLING, CLAIMED, INSTALLED -> true;
            case ASSIGNED, JOINED, FAILED -> false;
        };
    }

    /** Judges a node of a cluster. */
    @FunctionalInterface
    private interface NodeJudgement {
        void judge(Cluster cluster, Node node);
    }

    private static void ofMachine(Draft draft, String machineId, NodeJudgement judgement) {
        draft.site()
                .machine(machineId)
                .flatMap(Machine::clusterId)
                .ifPresent(clusterId -> ofNode(draft, clusterId, machineId, judgement));
    }

    private static void ofNode(Draft draft, String clusterId, String machineId, NodeJudgement judgement) {
        draft.site()
                .cluster(clusterId)
                .ifPresent(cluster -> cluster.node(machineId).ifPresent(node -> judgement.judge(cluster, node)));
    }

    @Override
    public Site evolve(Site site, SiteEvent event) {
        SiteEvolution.fold(site, event);
        return site;
    }

    @Override
    public Optional<Instant> wakeAt(Site site) {
        return site.clusters().values().stream()
                .flatMap(cluster -> Stream.concat(
                        Standing.lostAt(cluster).stream(),
                        cluster.nodes().stream().flatMap(node -> joinDeadline(node).stream())))
                .min(Instant::compareTo);
    }
}
