package dev.skerry.platforminstaller.domain;

import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.offered;
import static dev.skerry.platforminstaller.Given.wanted;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.Given;
import dev.skerry.platforminstaller.SiteRun;
import dev.skerry.platforminstaller.domain.Cluster.Phase;
import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import dev.skerry.platforminstaller.domain.Clustering.ToolProfile;
import dev.skerry.platforminstaller.domain.Condition.Type;
import dev.skerry.platforminstaller.domain.SiteEvent.NodeClaimed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SiteDeciderTest {

    private static final String SMALL = "small." + Given.SITE;

    private final SiteRun run = new SiteRun();

    @AfterEach
    void stateIsWhatWasWritten() {
        run.checkMemory();
    }

    @Test
    void aClusterComesUpControlPlaneFirst() {
        run.offer("a", "b", "c");
        run.tell(wanted(clustering("small", 1, 1, 2)));
        assertThat(run.assigned()).containsExactly("a FIRST_SERVER");
        assertThat(cluster().phase()).isEqualTo(Phase.PLANNED);

        String nonce = run.begin("a");
        assertThat(cluster().phase()).isEqualTo(Phase.BOOTSTRAPPING);
        run.claim("a", nonce, "claim");
        run.join("a", nonce);
        assertThat(cluster().apiEndpoint()).isEqualTo("https://" + SiteRun.address("a") + ":6443");
        assertThat(cluster().holds(Type.CONTROL_PLANE_READY)).isTrue();
        assertThat(cluster().phase()).isEqualTo(Phase.JOINING);
        assertThat(cluster().reason()).isEqualTo("not all nodes have joined; the agent has not come yet");
        assertThat(run.assigned())
                .as("and what is left lets it grow")
                .containsExactly("a FIRST_SERVER", "b AGENT", "c AGENT");
        run.install("b");
        run.install("c");
        assertThat(cluster().holds(Type.NODES_READY)).isTrue();
        assertThat(cluster().phase()).isEqualTo(Phase.JOINING);
        assertThat(cluster().reason()).isEqualTo("the agent has not come yet");

        run.tell(new SiteInput.EnrolmentSeen(SMALL, "key"));
        run.tell(new SiteInput.AgentCame(SMALL));
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().holds(Type.TOOLS_READY)).as("no tools asked for").isTrue();
        assertThat(cluster().labels())
                .containsEntry("tier", "edge")
                .containsEntry("fleet", "test")
                .containsEntry("skerry.dev/clustering", "small")
                .containsEntry("skerry.dev/site", Given.SITE);
    }

    @Test
    void threeServersAreOneFirstAndTwoOthers() {
        run.offer("a", "b", "c", "d");
        run.tell(wanted(clustering("small", 3, 1, 1)));
        run.install("a");
        assertThat(run.assigned()).containsExactlyInAnyOrder("a FIRST_SERVER", "b SERVER", "c SERVER", "d AGENT");
    }

    @Test
    void aClusterMayDemandAHardwareClass() {
        Clustering fast = clustering("small", 1, 0, 0, new Requirements("", 0, 0, "fast"), ToolProfile.NONE);
        run.tell(new SiteInput.MachineClassified("m-b", "b", List.of("fast", "large")));
        run.offer("a");
        run.tell(wanted(fast));
        assertThat(run.assigned()).isEmpty();
        assertThat(cluster().reason())
                .isEqualTo(
                        "needs 1 machine with the hardware class fast, has 0 of 1: a is not of the hardware class fast");
        run.offer("b");
        assertThat(run.assigned()).as("it was classified before it was offered").containsExactly("b FIRST_SERVER");
        assertThat(run.tell(new SiteInput.MachineClassified("m-b", "b", List.of("large"))))
                .as("who is a node stays one")
                .hasOnlyElementsOfType(SiteEvent.MachineRecorded.class);
        assertThat(run.tell(new SiteInput.MachineClassified("m-b", "b", List.of("large"))))
                .isEmpty();
        run.tell(new SiteInput.MachineWithdrawn("m-b"));
        run.tell(new SiteInput.MachineClassified("m-a", "a", List.of("fast")));
        assertThat(run.assigned()).contains("a FIRST_SERVER");
    }

    @Test
    void aClusterLargerThanItsSiteWaitsAndSaysWhyOnce() {
        Clustering large = clustering("small", 3, 0, 0, new Requirements("x86_64", 4, 8192), ToolProfile.NONE);
        run.tell(offered("a"));
        run.tell(offered("b", "x86_64", 2, 8192));
        run.tell(wanted(large));
        assertThat(cluster().phase()).isEqualTo(Phase.REQUESTED);
        assertThat(run.waits())
                .containsExactly("needs 3 machines with 4 cores and 8192 MiB and x86_64, has 1 of 2: b has 2 cores");
        run.tell(new SiteInput.Woken());
        run.tell(wanted(large));
        run.tell(offered("a"));
        assertThat(run.waits()).as("once").hasSize(1);
        run.tell(offered("c"));
        assertThat(run.waits())
                .as("for each reason")
                .hasSize(2)
                .last()
                .asString()
                .contains("has 2 of 3");
        assertThat(run.assigned()).isEmpty();
        run.tell(offered("d"));
        assertThat(run.assigned()).containsExactly("a FIRST_SERVER");
        assertThat(cluster().reason()).isEmpty();
    }

    @Test
    void clustersOfOneSiteShareItsMachines() {
        run.offer("a", "b", "c");
        run.tell(wanted(clustering("small", 1, 1, 5)));
        run.tell(wanted(clustering("big", 1, 1, 1)));
        assertThat(run.cluster("big").reason())
                .isEqualTo(
                        "needs 2 machines, has 1 of 3: a belongs to small.copenhagen; b belongs to small.copenhagen");
        run.install("a");
        run.install("b");
        assertThat(cluster().nodes()).as("does not grow while another waits").hasSize(2);
        run.tell(offered("d"));
        assertThat(run.cluster("big").nodes()).hasSize(2);
        run.tell(offered("e"));
        assertThat(cluster().nodes()).as("grows when none waits").hasSize(3);
    }

    @Test
    void moreWorkersJoinAReadyClusterWithoutMakingItLess() {
        run.ready(1, 0, 2, "a");
        run.tell(offered("b"));
        assertThat(run.assigned()).contains("b AGENT");
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        run.install("b");
        run.tell(offered("c"));
        run.tell(offered("d"));
        assertThat(cluster().nodes()).as("at most two workers").hasSize(3);
        run.tell(new SiteInput.MachineBroken("m-c", "disk"));
        assertThat(cluster().phase()).as("nobody needs it").isEqualTo(Phase.READY);
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("a", "b", "d");
    }

    @Test
    void aClaimIsAcceptedOnceInTheAttemptUnderWayAndInTime() {
        run.offer("a");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        assertThat(run.claim("a", "guessed", "x")).as("no attempt yet").isEmpty();
        String nonce = run.begin("a");
        assertThat(run.claim("a", "guessed", "x")).as("another nonce").isEmpty();
        assertThat(run.claim("a", nonce, "first")).hasAtLeastOneElementOfType(NodeClaimed.class);
        assertThat(run.claim("a", nonce, "second")).as("once").isEmpty();
        assertThat(run.node("a").claimId()).contains("first");

        run.tell(new SiteInput.AttemptOver("m-a"));
        run.pass(Duration.ofMinutes(1));
        String again = run.begin("a");
        assertThat(run.node("a").claimId()).as("a new attempt, a new claim").isEmpty();
        assertThat(run.claim("a", nonce, "late")).as("of the attempt before").isEmpty();
        assertThat(run.join("a", nonce)).as("of the attempt before").isEmpty();
        run.pass(Duration.ofHours(1));
        assertThat(run.claim("a", again, "slow")).as("after its deadline").isEmpty();
    }

    @Test
    void aJoinNeedsItsClaim() {
        run.offer("a");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        String nonce = run.begin("a");
        assertThat(run.join("a", nonce)).isEmpty();
        run.claim("a", nonce, "c");
        assertThat(run.join("a", nonce)).isNotEmpty();
        assertThat(run.join("a", nonce)).as("repeated").isEmpty();
    }

    @Test
    void anOlderAttemptDoesNotReplaceANewerOne() {
        run.offer("a");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        run.begin("a");
        run.pass(Duration.ofMinutes(1));
        String newer = run.begin("a");
        run.tell(new SiteInput.InstallationBegan(
                "m-a", SMALL, "nonce-a-1", Given.START.plus(Duration.ofMinutes(30)), Optional.empty()));
        assertThat(run.node("a").nonce()).contains(newer);
    }

    @Test
    void anAgentEnrolsOnce() {
        run.ready(1, 0, 0, "a");
        assertThat(run.tell(new SiteInput.EnrolmentSeen(SMALL, "other"))).isEmpty();
        assertThat(cluster().enrolmentId()).contains("key");
        run.pass(Duration.ofMinutes(1));
        String nonce = run.begin("a");
        assertThat(cluster().enrolmentId())
                .as("what runs until the new system has claimed its configuration")
                .contains("key");
        run.claim("a", nonce, "a new claim");
        assertThat(cluster().enrolmentId())
                .as("a new first server brings a new agent")
                .isEmpty();
    }

    @Test
    void toolsAreReportedBesideReadiness() {
        run.offer("a");
        run.tell(wanted(clustering("small", 1, 0, 0, Given.ANY, ToolProfile.STANDARD)));
        run.bringUp("a");
        assertThat(cluster().phase()).isEqualTo(Phase.READY);
        assertThat(cluster().holds(Type.TOOLS_READY)).isFalse();
        run.tell(new SiteInput.ToolSeen(SMALL, "platform/small-logging", true));
        run.checkMemory();
        run.tell(new SiteInput.ToolSeen(SMALL, "platform/other-monitoring", true));
        assertThat(cluster().holds(Type.TOOLS_READY)).isFalse();
        run.tell(new SiteInput.ToolSeen(SMALL, "platform/small-monitoring", true));
        assertThat(cluster().holds(Type.TOOLS_READY)).isTrue();
        run.tell(new SiteInput.ToolSeen(SMALL, "platform/small-logging", false));
        assertThat(cluster().condition(Type.TOOLS_READY).orElseThrow().reason())
                .isEqualTo("waits for platform/small-logging");
    }

    @Test
    void aMachineThatWasNeverHandedOutIsFreeAtOnce() {
        run.offer("a", "b");
        run.tell(wanted(clustering("small", 1, 1, 1)));
        run.tell(wanted(clustering("small", 1, 0, 0)));
        assertThat(run.site().machine("m-b").orElseThrow().isFree()).isTrue();
        assertThat(run.outgoing().toString()).doesNotContain("NodeReleased");
    }

    @Test
    void neverMixesArchitectures() {
        run.tell(offered("a", "aarch64", 8, 8192));
        run.tell(offered("b", "aarch64", 8, 8192));
        run.tell(offered("x"));
        run.tell(wanted(clustering("small", 1, 1, 3)));
        run.bringUp("a", "b");
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("a", "b");
        run.tell(offered("c", "aarch64", 8, 8192));
        assertThat(cluster().nodes().stream().map(Node::name)).containsExactly("a", "b", "c");
    }

    @Test
    void aLargerClusteringLetsClustersGrow() {
        run.ready(1, 0, 0, "a");
        run.tell(offered("b"));
        assertThat(cluster().nodes()).hasSize(1);
        run.tell(wanted(clustering("small", 1, 0, 2)));
        assertThat(cluster().nodes()).hasSize(2);
        run.install("b");
        run.tell(wanted(clustering("small", 1, 0, 0)));
        assertThat(cluster().nodes()).hasSize(1);
    }

    private Cluster cluster() {
        return run.cluster("small");
    }
}
