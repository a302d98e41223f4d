package dev.skerry.platforminstaller.domain;

import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.Given;
import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.domain.Cluster.Phase;
import dev.skerry.platforminstaller.domain.Node.Role;
import dev.skerry.platforminstaller.domain.SiteEvent.NodeReleased;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a site does when machines, nodes or agents fail. */
class SiteRecoveryTest {

    private static final String SMALL = "small." + Given.SITE;

    private final SiteRun run = new SiteRun();

    @AfterEach
    void stateIsWhatWasWritten() {
        run.checkMemory();
    }

    @Test
    void aFailedMachineIsReplacedByAnother() {
        run.offer("a", "b");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        run.begin("a");
        run.tell(new SiteInput.MachineBroken("m-a", "no image"));
        assertThat(run.history())
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                NodeReleased.class,
                                released -> assertThat(released.machineId()).isEqualTo("m-a")));
        assertThat(run.assigned()).containsExactly("a FIRST_SERVER", "b FIRST_SERVER");
        assertThat(run.site().machine("m-a").orElseThrow().isFree()).isFalse();
    }

    @Test
    void aFailedMachineWithoutReplacementStopsItsClusterWithTheReason() {
        run.offer("a");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        run.begin("a");
        run.tell(new SiteInput.MachineBroken("m-a", "no image"));
        assertThat(cluster().phase()).isEqualTo(Phase.FAILED);
        assertThat(cluster().reason()).isEqualTo("needs 1 machine, has 0 of 1: a is not available; a failed: no image");
        run.pass(Duration.ofMinutes(1));
        run.begin("a");
        assertThat(cluster().phase()).as("it is tried again").isEqualTo(Phase.BOOTSTRAPPING);
        run.tell(new SiteInput.MachineBroken("m-a", "no image"));
        run.tell(offered("b"));
        assertThat(cluster().phase()).as("another machine came").isEqualTo(Phase.PLANNED);
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("b");
    }

    @Test
    void aServerThatFailsFindsAMachineThatDidNotBecomeAWorkerMeanwhile() {
        run.offer("a", "b", "c", "d", "e");
        run.tell(wanted(clustering("small", 3, 0, 5)));
        run.bringUp("a");
        assertThat(run.assigned())
                .as("no worker before all servers joined")
                .containsExactly("a FIRST_SERVER", "b SERVER", "c SERVER");
        run.begin("c");
        run.tell(new SiteInput.MachineBroken("m-c", "no image"));
        assertThat(run.node("d").role()).isEqualTo(Role.SERVER);
        run.install("b");
        run.begin("d");
        run.tell(new SiteInput.MachineBroken("m-d", "no image"));
        assertThat(run.node("e").role()).as("its successor fails too").isEqualTo(Role.SERVER);
        run.tell(offered("f"));
        run.install("e");
        assertThat(run.node("f").role()).as("no server needs it any more").isEqualTo(Role.AGENT);
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void aWorkerBeyondTheMinimumThatDiesOnItsWayKeepsNobodyWaiting() {
        run.offer("a", "b");
        run.tell(wanted(clustering("small", 1, 0, 1)));
        run.bringUp("a");
        run.begin("b");
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        run.tell(new SiteInput.MachineBroken("m-b", "no image"));
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("a");
        assertThat(run.history())
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                NodeReleased.class,
                                released -> assertThat(released.reason()).isEqualTo("b failed")));
    }

    @Test
    void aNeededWorkerThatFailsDegradesAReadyCluster() {
        run.ready(1, 1, 1, "a", "b");
        run.tell(new SiteInput.MachineBroken("m-b", "burnt"));
        assertThat(cluster().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(cluster().reason()).contains("b failed: burnt").contains("needs 1 machine");
        run.tell(offered("c"));
        assertThat(cluster().phase()).isEqualTo(Phase.DEGRADED);
        run.install("c");
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().reason()).isEmpty();
    }

    @Test
    void anAgentThatGoesDegradesItsClusterAndAfterTheGraceLosesIt() {
        run.ready(1, 0, 0, "a");
        run.tell(new SiteInput.AgentWent(SMALL, run.now()));
        assertThat(cluster().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(cluster().reason()).contains("nothing was heard of the agent since");
        assertThat(run.wakeAt()).contains(run.now().plus(SiteRun.GRACE));
        run.pass(SiteRun.GRACE.minusMillis(1));
        assertThat(run.tell(new SiteInput.Woken())).as("too early").isEmpty();
        run.wake();
        assertThat(cluster().phase()).isEqualTo(Phase.LOST);
        assertThat(run.wakeAt()).isEmpty();
        assertThat(run.tell(new SiteInput.AgentWent(SMALL, run.now()))).isEmpty();
        run.tell(new SiteInput.AgentCame(SMALL));
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().lostAt()).isEmpty();
        assertThat(run.tell(new SiteInput.AgentCame(SMALL))).isEmpty();
    }

    @Test
    void aMachineOnHoldIsNotTakenUntilItIsReleased() {
        run.offer("a");
        run.tell(new SiteInput.MachineHeld("m-a", Optional.of("its fan is replaced")));
        run.tell(wanted(clustering("small", 1, 0, 0)));
        assertThat(run.assigned()).isEmpty();
        assertThat(cluster().reason()).contains("a is on hold (its fan is replaced)");
        run.tell(new SiteInput.MachineHeld("m-a", Optional.empty()));
        assertThat(run.assigned()).containsExactly("a FIRST_SERVER");
        run.checkMemory();
    }

    @Test
    void aMachineThatIsHeldBeforeItIsBegunIsExchanged() {
        run.offer("a", "b");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        run.tell(new SiteInput.MachineHeld("m-a", Optional.of("its fan is replaced")));
        assertThat(run.assigned()).containsExactly("a FIRST_SERVER", "b FIRST_SERVER");
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("b");
        run.tell(new SiteInput.MachineHeld("m-a", Optional.empty()));
        run.tell(offered("a"));
        assertThat(run.site().machine("m-a").orElseThrow().isFree()).isTrue();
        run.checkMemory();
    }

    @Test
    void aMachineInRescueIsExchangedBeforeItIsBegunAndNotTakenUntilItIsOfferedAgain() {
        run.offer("a", "b");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        run.tell(new SiteInput.MachineInRescue("m-a"));
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("b");
        assertThat(run.site().machine("m-a").orElseThrow().isFree()).isFalse();
        run.bringUp("b");
        run.tell(new SiteInput.MachineInRescue("m-b"));
        assertThat(run.node("b").isJoined()).as("a node keeps its place").isTrue();
        run.tell(offered("a"));
        assertThat(run.site().machine("m-a").orElseThrow().isFree()).isTrue();
        run.checkMemory();
    }

    @Test
    void aNodeThatIsHeldKeepsItsPlace() {
        run.ready(1, 1, 1, "a", "b");
        run.offer("c");
        run.tell(new SiteInput.MachineHeld("m-b", Optional.of("its fan is replaced")));
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(run.node("b").isJoined()).isTrue();
        assertThat(run.history()).doesNotHaveAnyElementsOfTypes(NodeReleased.class);
    }

    @Test
    void aNodeThatIsInstalledAgainJoinsAgainWithAClaimOfItsOwn() {
        run.ready(1, 1, 1, "a", "b");
        String old = run.node("b").nonce().orElseThrow();
        run.pass(Duration.ofDays(1));
        String nonce = run.begin("b");
        assertThat(cluster().phase()).isEqualTo(Phase.DEGRADED);
        assertThat(run.node("b").isClaimable(run.now())).isTrue();
        assertThat(run.join("b", old)).as("the old system").isEmpty();
        run.claim("b", nonce, "another claim");
        run.tell(new SiteInput.InstallationDone("m-b", SMALL));
        run.join("b", nonce);
        assertThat(run.node("b").isJoined()).isTrue();
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(run.history()).doesNotHaveAnyElementsOfTypes(NodeReleased.class);
        run.checkMemory();
    }

    @Test
    void theOnlyServerThatIsInstalledAgainBringsItsAgentAnewAndKeepsItsWorkers() {
        run.ready(1, 1, 1, "a", "b");
        run.pass(Duration.ofDays(1));
        run.install("a");
        assertThat(run.node("a").role()).isEqualTo(Role.FIRST_SERVER);
        assertThat(cluster().enrolmentId()).as("of the new agent").isEmpty();
        run.tell(new SiteInput.EnrolmentSeen(SMALL, "another key"));
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().enrolmentId()).contains("another key");
        assertThat(run.node("b").isJoined()).isTrue();
    }

    @Test
    void aServerThatWasJoiningTheControlPlaneThatIsInstalledAnewStartsOver() {
        run.offer("a", "b", "c");
        run.tell(wanted(clustering("small", 3, 0, 0)));
        run.bringUp("a");
        String late = run.begin("b");
        run.claim("c", run.begin("c"), "claim of c");
        run.pass(Duration.ofMinutes(1));
        String anew = run.begin("a");
        assertThat(run.node("a").role()).isEqualTo(Role.FIRST_SERVER);
        assertThat(cluster().node("m-c")).as("may be a member of what is gone").isEmpty();
        assertThat(run.claim("b", late, "claim of b")).as("nothing to join").isEmpty();
        run.claim("a", anew, "claim of a");
        run.tell(new SiteInput.InstallationDone("m-a", SMALL));
        run.join("a", anew);
        assertThat(run.claim("b", late, "claim of b, again")).isNotEmpty();
        run.checkMemory();
    }

    @Test
    void aNodeThatIsInstalledButDoesNotJoinIsGivenUp() {
        run.offer("a", "b");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        String nonce = run.begin("a");
        run.claim("a", nonce, "c");
        run.tell(new SiteInput.InstallationDone("m-a", SMALL));
        assertThat(run.wakeAt())
                .contains(run.node("a").nonceDeadline().orElseThrow().plus(SiteRun.JOIN_TIMEOUT));
        run.wake();
        assertThat(run.assigned()).containsExactly("a FIRST_SERVER", "b FIRST_SERVER");
    }

    @Test
    void aClusterWhoseOnlyServerIsTakenAwayStartsOver() {
        run.ready(1, 1, 1, "a", "b");
        run.tell(offered("c"));
        run.tell(new SiteInput.MachineWithdrawn("m-a"));
        assertThat(cluster().nodes()).isEmpty();
        assertThat(cluster().phase()).isEqualTo(Phase.REQUESTED);
        assertThat(cluster().apiEndpoint()).isEmpty();
        assertThat(cluster().enrolmentId()).isEmpty();
        assertThat(run.history().stream().filter(NodeReleased.class::isInstance))
                .hasSize(2);
        run.tell(offered("b"));
        assertThat(cluster().phase()).isEqualTo(Phase.PLANNED);
        run.bringUp("b", "c");
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
    }

    @Test
    void ofThreeServersAnotherTakesTheEndpointAndTheFirstComesBackAsOneOfThem() {
        run.ready(3, 0, 0, "a", "b", "c");
        run.pass(Duration.ofMinutes(40));
        run.begin("a");
        assertThat(cluster().apiEndpoint()).isEqualTo(Cluster.endpoint(SiteRun.address("b")));
        assertThat(run.node("a").role()).isEqualTo(Role.SERVER);
        assertThat(cluster().enrolmentId()).as("its agent lives on").contains("key");
        assertThat(cluster().phase()).isEqualTo(Phase.DEGRADED);
    }

    private Cluster cluster() {
        return run.cluster("small");
    }
}
