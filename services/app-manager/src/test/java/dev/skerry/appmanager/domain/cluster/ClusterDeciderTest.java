package dev.skerry.appmanager.domain.cluster;

import static dev.skerry.appmanager.domain.Given.SIXTEEN_CORES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One cluster: its desired state, its agent, and what it answers to. */
class ClusterDeciderTest {

    private final ClusterStory story = new ClusterStory();

    @BeforeEach
    void ready() {
        story.seen(ClusterPhase.READY);
    }

    @Test
    void everyChangeOfWhatItIsToRunIsAGeneration() {
        assertThat(story.decided("shop", 1)).containsExactly("Desired shop");
        assertThat(story.decided("shop", 1)).isEmpty();
        assertThat(story.view().desired().generation()).isEqualTo(1);
        assertThat(story.decided("shop", 2)).containsExactly("Desired shop");
        assertThat(story.withdrawn("shop")).containsExactly("Withdrawn shop", "NameFree shop");
        assertThat(story.withdrawn("shop")).isEmpty();
        assertThat(story.view().desired().generation()).isEqualTo(2);
        assertThat(story.stopped("shop")).containsExactly("Undesired shop");
        assertThat(story.stopped("shop")).isEmpty();
        assertThat(story.view().desired().generation()).isEqualTo(3);
        assertThat(story.view().withdrawn()).isEmpty();
    }

    @Test
    void anAppAnswersOnceItsAgentSaysSo() {
        story.decided("shop", 1);

        assertThat(story.reports())
                .containsExactly("Changed", "Connected at copenhagen", "Reported shop r1 DELIVERED 0");
        assertThat(story.reports("shop", 1, PlacementPhase.PROGRESSING, 1))
                .containsExactly("Changed", "Reported shop r1 PROGRESSING 1");
        assertThat(story.reports("shop", 1, PlacementPhase.AVAILABLE, 2))
                .containsExactly("Changed", "Reported shop r1 AVAILABLE 2", "Available shop r1 as shop at 203.0.113.7");
        assertThat(story.view().counts()).isEqualTo(new ClusterView.Counts(1, 1, 1, 0, 0));
    }

    @Test
    void aReportThatSaysNothingNewCostsNextToNothing() {
        available();

        assertThat(story.reports()).isEmpty();
        story.pass(Duration.ofSeconds(5));
        assertThat(story.reports()).containsExactly("Heard");
        story.pass(Duration.ofSeconds(4));
        assertThat(story.reports()).isEmpty();
        story.pass(Duration.ofSeconds(2));
        assertThat(story.reports()).containsExactly("Heard, shown");
        assertThat(story.view().agent().lastSeen()).contains(story.now());
    }

    @Test
    void aRollingChangeWithdrawsNoName() {
        available();

        assertThat(story.decided("shop", 2)).containsExactly("Desired shop");
        assertThat(story.reports("shop", 2, PlacementPhase.PROGRESSING, 1))
                .containsExactly(
                        "Changed", "Reported shop r2 PROGRESSING 1", "Available shop r2 as shop at 203.0.113.7");
        assertThat(story.reports("shop", 2, PlacementPhase.AVAILABLE, 2))
                .containsExactly("Changed", "Reported shop r2 AVAILABLE 2");
    }

    @Test
    void aReportOfTheOldRevisionIsNotTheNewOne() {
        available();
        story.decided("shop", 2);

        assertThat(story.reports("shop", 1, PlacementPhase.AVAILABLE, 2))
                .containsExactly("Changed", "Reported shop r2 DELIVERED 2");
        assertThat(story.view().counts().applied()).isZero();
    }

    @Test
    void noReadyReplicaTakesTheNameAwayAndAvailableBringsItBack() {
        available();

        assertThat(story.reports("shop", 1, PlacementPhase.DEGRADED, 1))
                .containsExactly("Changed", "Reported shop r1 DEGRADED 1");
        assertThat(story.reports("shop", 1, PlacementPhase.DEGRADED, 0))
                .containsExactly("Changed", "Reported shop r1 DEGRADED 0", "Gone shop from shop: no replica is ready");
        assertThat(story.reports("shop", 1, PlacementPhase.DEGRADED, 1))
                .containsExactly("Changed", "Reported shop r1 DEGRADED 1");
        assertThat(story.reports("shop", 1, PlacementPhase.AVAILABLE, 2))
                .containsExactly("Changed", "Reported shop r1 AVAILABLE 2", "Available shop r1 as shop at 203.0.113.7");
    }

    @Test
    void otherAddressesAreAnnouncedAgainAndNoneAreNoAnswer() {
        available();

        story.answersAt("203.0.113.8");
        assertThat(story.reports()).containsExactly("Changed", "Available shop r1 as shop at 203.0.113.8");
        story.answersAt();
        assertThat(story.reports()).containsExactly("Changed", "Gone shop from shop: no replica is ready");
    }

    @Test
    void anotherNameReplacesTheOldOne() {
        available();

        assertThat(story.decided("shop", 2, "store"))
                .containsExactly(
                        "Desired shop",
                        "Gone shop from shop: it has another name",
                        "Available shop r1 as store at 203.0.113.7");
    }

    @Test
    void anotherTtlOfTheSameNameTakesNothingAway() {
        available();

        assertThat(story.decided("shop", 2, new DnsName("shop", 80, 40)))
                .containsExactly("Desired shop", "Available shop r1 as shop at 203.0.113.7");
    }

    @Test
    void leavingGoesNameFirst() {
        available();

        assertThat(story.withdrawn("shop"))
                .containsExactly("Withdrawn shop", "Gone shop from shop: it is leaving the cluster");
        assertThat(story.reports()).isEmpty();
        assertThat(story.view().desired().apps()).containsKey("shop");
        story.stopped("shop");
        assertThat(story.reports("shop", 1, PlacementPhase.PROGRESSING, 1)).containsExactly("Changed");
        assertThat(story.reports("shop", 1, PlacementPhase.GONE, 0))
                .containsExactly("Changed", "Reported shop r1 GONE 0");
        assertThat(story.view().reports()).isEmpty();
        assertThat(story.reports()).isEmpty();
    }

    @Test
    void anAgentThatAppliedTheRemovalAndSaysNothingHasRemovedIt() {
        available();
        story.withdrawn("shop");
        story.stopped("shop");

        assertThat(story.reports(50, 1)).isEmpty();
        assertThat(story.view().reports()).containsKey("shop");
        story.saysNothingOf("shop");
        assertThat(story.reports(51, 1)).isEmpty();
        assertThat(story.reports(52, 2)).containsExactly("Changed", "Reported shop r0 GONE 0");
    }

    @Test
    void whoIsWantedAgainWhileLeavingAnswersAgain() {
        available();
        story.withdrawn("shop");

        assertThat(story.decided("shop", 1))
                .containsExactly(
                        "Kept shop", "Reported shop r1 AVAILABLE 2", "Available shop r1 as shop at 203.0.113.7");
    }

    @Test
    void aLostClusterAnswersToNothingUntilItReturns() {
        available();

        assertThat(story.seen(ClusterPhase.DEGRADED)).containsExactly("Place DEGRADED");
        assertThat(story.seen(ClusterPhase.LOST))
                .containsExactly(
                        "Place LOST", "Reported shop r1 DEGRADED 0", "Gone shop from shop: the cluster is lost");
        assertThat(story.reports()).isEmpty();
        assertThat(story.seen(ClusterPhase.READY))
                .containsExactly(
                        "Place READY", "Reported shop r1 AVAILABLE 2", "Available shop r1 as shop at 203.0.113.7");
    }

    @Test
    void aSilentAgentIsDisconnectedAndItsNamesStay() {
        available();
        assertThat(story.wakeAt()).contains(story.now().plus(ClusterStory.SILENCE));
        story.pass(ClusterStory.SILENCE.minusMillis(1));
        assertThat(story.wake()).isEmpty();
        story.pass(Duration.ofMillis(1));

        assertThat(story.wake()).containsExactly("Disconnected");
        assertThat(story.wakeAt()).isEmpty();
        assertThat(story.wake()).isEmpty();
        assertThat(story.view().announced()).containsExactly("shop");
        assertThat(story.reports()).containsExactly("Changed", "Connected at copenhagen");
    }

    @Test
    void anAgentIsConnectedOnlyWhenItsSiteIsKnown() {
        ClusterStory early = new ClusterStory();

        assertThat(early.reports()).containsExactly("Changed");
        assertThat(early.wakeAt()).isEmpty();
        assertThat(early.seen(ClusterPhase.JOINING)).containsExactly("Place JOINING", "Connected at copenhagen");
    }

    @Test
    void capacityIsWhatTheNodesHaveUntilTheAgentSays() {
        assertThat(story.view().agent().capacity()).isEqualTo(new Resources(4_000, 8_192, 110));
        story.reports();
        assertThat(story.view().agent().capacity()).isEqualTo(SIXTEEN_CORES);
        assertThat(story.seen(ClusterPhase.READY)).isEmpty();
        assertThat(story.view().agent().capacity()).isEqualTo(SIXTEEN_CORES);
    }

    @Test
    void repeatedAndOldReportsAreDropped() {
        available();
        story.answersAt("203.0.113.9");
        AgentReport newest = story.report(40, 1);
        assertThat(story.tell(new ClusterInput.Reported(newest))).isNotEmpty();
        ClusterView before = story.view();

        assertThat(story.tell(new ClusterInput.Reported(newest))).isEmpty();
        assertThat(story.reports("shop", 1, PlacementPhase.DEGRADED, 0)).isEmpty();
        assertThat(story.reports(39, 1)).isEmpty();
        assertThat(story.view()).isEqualTo(before);
    }

    @Test
    void anAgentThatLostItsDiskIsBelieved() {
        available();
        story.answersAt("203.0.113.8");
        story.reports(1_000, 1);
        story.answersAt("203.0.113.9");

        assertThat(story.reports(1, 0)).contains("Changed", "Available shop r1 as shop at 203.0.113.9");
        story.reports(1_000, 1);
        story.answersAt("203.0.113.10");
        assertThat(story.reports(7, 0)).isEmpty();
        story.pass(Duration.ofSeconds(14));
        assertThat(story.reports(8, 0)).isEmpty();
        story.pass(Duration.ofSeconds(1));
        assertThat(story.reports(9, 0)).contains("Changed", "Available shop r1 as shop at 203.0.113.10");
    }

    @Test
    void whatTheCentreDoesNotKnowIsNotItsBusiness() {
        assertThat(story.reports("stranger", 3, PlacementPhase.AVAILABLE, 1))
                .containsExactly("Changed", "Connected at copenhagen");
        assertThat(story.view().reports()).isEmpty();
    }

    private void available() {
        story.decided("shop", 1);
        story.reports("shop", 1, PlacementPhase.AVAILABLE, 2);
    }
}
