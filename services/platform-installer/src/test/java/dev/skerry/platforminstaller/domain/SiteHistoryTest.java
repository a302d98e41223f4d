package dev.skerry.platforminstaller.domain;

import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.Given;
import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.domain.Cluster.Phase;
import dev.skerry.platforminstaller.domain.Clustering.ToolProfile;
import dev.skerry.platforminstaller.domain.Node.Role;
import dev.skerry.platforminstaller.domain.SiteEvent.NodeClaimed;
import dev.skerry.platforminstaller.domain.SiteEvent.NodeJoined;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Histories that no provisioner would write: whatever comes, in whatever order, some of it twice. */
class SiteHistoryTest {

    private static final int MACHINES = 9;
    private static final List<String> CLUSTERINGS = List.of("one", "two", "three");

    private final SiteRun run = new SiteRun();
    private final List<SiteInput> sent = new ArrayList<>();
    private final List<String> nonces = new ArrayList<>(List.of("never-given"));
    private Random random = new Random(0);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233})
    void harmNothing(int seed) {
        random = new Random(seed);
        for (int step = 0; step < 600; step++) {
            run.pass(Duration.ofMillis(random.nextInt(20_000)));
            SiteInput input = random.nextInt(8) == 0 && !sent.isEmpty() ? pick(sent) : any();
            sent.add(input);
            run.tell(input);
            assertThat(run.tell(input)).as("%s repeated", input).isEmpty();
            assertThat(run.tell(new SiteInput.Woken()))
                    .as("settled after %s", input)
                    .isEmpty();
            checkMachines();
            run.site().clusters().values().forEach(this::checkCluster);
            if (step % 50 == 0) {
                run.checkMemory();
            }
        }
        checkClaims();
        run.checkMemory();
        everyWaitEnds();
    }

    private void checkMachines() {
        Map<String, String> clusterOf = new HashMap<>();
        for (Cluster cluster : run.site().clusters().values()) {
            for (Node node : cluster.nodes()) {
                assertThat(clusterOf.put(node.machineId(), cluster.id()))
                        .as("%s is in one cluster", node.name())
                        .isNull();
            }
        }
        run.site()
                .machines()
                .values()
                .forEach(machine -> assertThat(machine.clusterId())
                        .as("%s knows its cluster", machine.name())
                        .isEqualTo(java.util.Optional.ofNullable(clusterOf.get(machine.id()))));
    }

    private void checkCluster(Cluster cluster) {
        List<Node> healthy =
                cluster.nodes().stream().filter(node -> !node.hasFailed()).toList();
        assertThat(healthy.stream().filter(node -> node.role() == Role.FIRST_SERVER))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(healthy.stream().filter(node -> node.role().isServer()))
                .hasSizeLessThanOrEqualTo(cluster.clustering().controlPlane());
        assertThat(healthy.stream().filter(node -> !node.role().isServer()))
                .hasSizeLessThanOrEqualTo(cluster.clustering().workersMax());
        assertThat(cluster.nodes().stream()
                        .map(node -> run.site()
                                .machine(node.machineId())
                                .orElseThrow()
                                .architecture())
                        .distinct())
                .hasSizeLessThanOrEqualTo(1);
        if (cluster.phase() == Phase.READY) {
            assertThat(cluster.hasControlPlane()).isTrue();
            assertThat(cluster.holds(Condition.Type.AGENT_CONNECTED)).isTrue();
        }
        if (cluster.phase() == Phase.REQUESTED) {
            assertThat(cluster.reason()).as("says why it waits").startsWith("needs ");
        }
    }

    /** Every nonce was exchanged once at most, and who joined had exchanged its own. */
    private void checkClaims() {
        Set<String> claimed = new HashSet<>();
        Map<String, Boolean> mayJoin = new HashMap<>();
        for (SiteEvent event : run.history()) {
            switch (event) {
                case NodeClaimed claim -> {
                    assertThat(claimed.add(claim.nonce())).as(claim.nonce()).isTrue();
                    mayJoin.put(claim.machineId(), true);
                }
                case NodeJoined joined ->
                    assertThat(mayJoin.remove(joined.machineId())).isTrue();
                case SiteEvent.NodeInstalling installing -> mayJoin.remove(installing.machineId());
                default -> {}
            }
        }
    }

    /** With a provisioner that does its work everything comes up. */
    private void everyWaitEnds() {
        CLUSTERINGS.forEach(name -> run.tell(wanted(spec(name, 1, 2))));
        for (int i = 0; i < MACHINES; i++) {
            run.tell(new SiteInput.MachineWithdrawn("m-" + name(i)));
        }
        for (int i = 0; i < MACHINES; i++) {
            run.tell(offer(i));
        }
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < MACHINES; i++) {
                run.pass(Duration.ofHours(1));
                if (run.site()
                                .machine("m-" + name(i))
                                .flatMap(Machine::clusterId)
                                .isPresent()
                        && !run.node(name(i)).isJoined()
                        && (run.node(name(i)).role() == Role.FIRST_SERVER || joinable(i))) {
                    run.install(name(i));
                }
            }
        }
        for (String name : CLUSTERINGS) {
            run.tell(new SiteInput.AgentCame(id(name)));
            assertThat(run.cluster(name).phase()).as("%s", run.cluster(name)).isEqualTo(Phase.READY);
        }
        run.checkMemory();
    }

    private boolean joinable(int i) {
        return run.site()
                .cluster(run.site()
                        .machine("m-" + name(i))
                        .orElseThrow()
                        .clusterId()
                        .orElseThrow())
                .orElseThrow()
                .isStarted();
    }

    private SiteInput any() {
        String machine = "m-" + name(random.nextInt(MACHINES));
        String cluster = id(pick(CLUSTERINGS));
        return switch (random.nextInt(16)) {
            case 0 -> wanted(spec(pick(CLUSTERINGS), random.nextInt(2), 1 + random.nextInt(3)), profile());
            case 1, 2 -> offer(random.nextInt(MACHINES));
            case 3, 4 -> {
                nonces.add("nonce-" + nonces.size());
                yield new SiteInput.InstallationBegan(
                        machine,
                        clusterOf(machine),
                        nonces.getLast(),
                        run.now().plus(Duration.ofMinutes(30)),
                        profile().map(ProfileInForce::id));
            }
            case 5 -> new SiteInput.AttemptOver(machine);
            case 6 -> new SiteInput.InstallationDone(machine, clusterOf(machine));
            case 7 -> new SiteInput.MachineBroken(machine, "broken");
            case 8 -> new SiteInput.MachineWithdrawn(machine);
            case 9, 10 -> new SiteInput.ClaimSeen(machine, clusterOf(machine), nonce(machine), "claim" + sent.size());
            case 11, 12 ->
                new SiteInput.JoinSeen(machine, clusterOf(machine), nonce(machine), SiteRun.address(machine));
            case 13 -> new SiteInput.EnrolmentSeen(cluster, "key" + random.nextInt(3));
            case 14 -> new SiteInput.AgentCame(cluster);
            default ->
                random.nextBoolean()
                        ? new SiteInput.AgentWent(cluster, run.now())
                        : new SiteInput.ToolSeen(cluster, "platform/one-logging", random.nextBoolean());
        };
    }

    private Optional<ProfileInForce> profile() {
        return random.nextInt(3) == 0
                ? Optional.empty()
                : Optional.of(Given.inForce(Given.profile("default", "", ""), 1 + random.nextInt(9)));
    }

    /** Mostly the machine's own, sometimes another's or an old one. */
    private String nonce(String machine) {
        return run.site().clusters().values().stream()
                .flatMap(cluster -> cluster.node(machine).stream())
                .flatMap(node -> node.nonce().stream())
                .filter(_ -> random.nextInt(5) > 0)
                .findFirst()
                .orElseGet(() -> pick(nonces));
    }

    private String clusterOf(String machine) {
        return run.site().machine(machine).flatMap(Machine::clusterId).orElseGet(() -> id(pick(CLUSTERINGS)));
    }

    private static Clustering spec(String name, int min, int max) {
        int controlPlane = name.equals("three") ? 3 : 1;
        ToolProfile tools = name.equals("one") ? ToolProfile.STANDARD : ToolProfile.NONE;
        return clustering(name, controlPlane, min, max, Given.ANY, tools);
    }

    private SiteInput offer(int i) {
        return offered(name(i), i == MACHINES - 1 ? "aarch64" : "x86_64", 2 + i % 3, 4096);
    }

    private static String name(int i) {
        return "host" + i;
    }

    private static String id(String clustering) {
        return clustering + "." + Given.SITE;
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
