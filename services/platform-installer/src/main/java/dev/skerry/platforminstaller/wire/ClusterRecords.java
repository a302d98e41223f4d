package dev.skerry.platforminstaller.wire;

import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Condition;
import dev.skerry.platforminstaller.domain.Machine;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.ConditionType;
import dev.skerry.schemas.clusters.NodePhase;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.clusters.SiteMachine;
import dev.skerry.schemas.inventory.Facts;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** The entries of a site: clusters and machines. */
public final class ClusterRecords {

    private static final String TOOLS_REASON = "waits for ";

    private ClusterRecords() {}

    static ClusterState state(String site, Cluster cluster) {
        return new ClusterState(
                cluster.id(),
                cluster.clustering().name(),
                site,
                cluster.region(),
                cluster.latitude(),
                cluster.longitude(),
                Parts.ordered(cluster.labels()),
                ClusterPhase.valueOf(cluster.phase().name()),
                cluster.reason(),
                cluster.conditions().values().stream()
                        .map(ClusterRecords::condition)
                        .toList(),
                cluster.nodes().stream().map(ClusterRecords::node).toList(),
                Parts.clustering(cluster.clustering()),
                cluster.apiEndpoint(),
                cluster.enrolmentId().orElse(null),
                cluster.lostAt().orElse(null),
                cluster.changedAt(),
                ProfileRecords.state(cluster.profiles().current()),
                cluster.profiles().earlier().stream().map(ProfileRecords::state).toList());
    }

    /** A cluster from its snapshot. */
    public static Cluster cluster(ClusterState state) {
        Map<Condition.Type, Condition> conditions = new EnumMap<>(Condition.Type.class);
        for (dev.skerry.schemas.clusters.Condition each : state.getConditions()) {
            Condition.Type type = Condition.Type.valueOf(each.getType().name());
            conditions.put(type, new Condition(type, each.getHolds(), each.getReason(), each.getSince()));
        }
        return new Cluster(
                state.getClusterId(),
                Parts.clustering(state.getSpec()),
                state.getRegion(),
                state.getLatitude(),
                state.getLongitude(),
                state.getLabels(),
                Cluster.Phase.valueOf(state.getPhase().name()),
                state.getReason(),
                conditions,
                state.getNodes().stream().map(ClusterRecords::node).toList(),
                state.getApiEndpoint(),
                Optional.ofNullable(state.getEnrolmentId()),
                Optional.ofNullable(state.getLostAt()),
                toolsMissing(conditions),
                ProfileRecords.profiles(state),
                state.getChangedAt());
    }

    /** The state has no field for them; the condition's reason names them, see {@code Standing}. */
    private static TreeSet<String> toolsMissing(Map<Condition.Type, Condition> conditions) {
        Condition tools = conditions.get(Condition.Type.TOOLS_READY);
        return tools == null || tools.holds() || !tools.reason().startsWith(TOOLS_REASON)
                ? new TreeSet<>()
                : new TreeSet<>(
                        List.of(tools.reason().substring(TOOLS_REASON.length()).split(", ", -1)));
    }

    private static dev.skerry.schemas.clusters.Condition condition(Condition condition) {
        return new dev.skerry.schemas.clusters.Condition(
                ConditionType.valueOf(condition.type().name()),
                condition.holds(),
                condition.reason(),
                condition.since());
    }

    static dev.skerry.schemas.clusters.Node node(Node node) {
        return new dev.skerry.schemas.clusters.Node(
                node.machineId(),
                node.name(),
                NodeRole.valueOf(node.role().name()),
                NodePhase.valueOf(node.phase().name()),
                node.nonce().orElse(null),
                node.nonceDeadline().orElse(null),
                node.claimId().orElse(null),
                node.address(),
                node.cpuCores(),
                node.memoryMiB(),
                node.profile().map(ProfileRecords::version).orElse(null));
    }

    static Node node(dev.skerry.schemas.clusters.Node node) {
        return new Node(
                node.getMachineId(),
                node.getNodeName(),
                Node.Role.valueOf(node.getRole().name()),
                Node.Phase.valueOf(node.getPhase().name()),
                Optional.ofNullable(node.getNonce()),
                Optional.ofNullable(node.getNonceDeadline()),
                Optional.ofNullable(node.getClaimId()),
                node.getAddress(),
                node.getCpuCores(),
                node.getMemoryMiB(),
                ProfileRecords.version(node.getInstallProfile()));
    }

    /** Of the facts only what planning looks at is kept. */
    static SiteMachine machine(String site, Machine machine) {
        return new SiteMachine(
                machine.id(),
                machine.name(),
                site,
                List.of(),
                Facts.newBuilder()
                        .setArchitecture(machine.architecture())
                        .setCpuCores(machine.cpuCores())
                        .setMemoryMiB(machine.memoryMiB())
                        .setDisks(List.of())
                        .setNics(List.of())
                        .build(),
                machine.available(),
                machine.clusterId().orElse(null),
                machine.hold().orElse(null),
                machine.classes());
    }

    static Machine machine(SiteMachine machine) {
        return new Machine(
                machine.getMachineId(),
                machine.getName(),
                machine.getFacts().getArchitecture(),
                machine.getFacts().getCpuCores(),
                machine.getFacts().getMemoryMiB(),
                machine.getAvailable(),
                Optional.ofNullable(machine.getClusterId()),
                Optional.ofNullable(machine.getHold()),
                machine.getHardwareClasses());
    }
}
