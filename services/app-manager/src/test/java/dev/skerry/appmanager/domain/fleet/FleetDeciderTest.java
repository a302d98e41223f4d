package dev.skerry.appmanager.domain.fleet;

import static dev.skerry.appmanager.domain.Given.SIXTEEN_CORES;
import static dev.skerry.appmanager.domain.Given.SMALL;
import static dev.skerry.appmanager.domain.Given.cluster;
import static dev.skerry.appmanager.domain.Given.early;
import static dev.skerry.appmanager.domain.Given.in;
import static dev.skerry.appmanager.domain.Given.labelled;
import static dev.skerry.appmanager.domain.Given.named;
import static dev.skerry.appmanager.domain.Given.perCluster;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.request;
import static dev.skerry.appmanager.domain.Given.selecting;
import static dev.skerry.appmanager.domain.Given.unheard;
import static dev.skerry.appmanager.domain.Given.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.AppPhase;
import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Refusal;
import dev.skerry.appmanager.domain.Resources;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** From a request to a placement that serves, and what happens when clusters come, go and change. */
class FleetDeciderTest {

    private static final String DK = "emea/dk/copenhagen";
    private static final FleetCluster CPH = cluster("cph", DK);
    private static final FleetCluster OSL = cluster("osl", "emea/no/oslo");
    private static final FleetCluster TYO = cluster("tyo", "apac/jp/tokyo");
    private static final Resources HUGE = new Resources(64_000, 512, 1);

    private final FleetStory story = new FleetStory();

    @Test
    void aRequestIsPlacedAtOnce() {
        story.seen(CPH, OSL, TYO);

        assertThat(story.request(request("shop", policy(2, 4))))
                .containsExactly("Accepted 1", "Decided cph r1 x2", "Decided osl r1 x2", "Satisfied", "PROGRESSING");
        assertThat(story.placement("acme/shop", "cph").phase()).isEqualTo(PlacementPhase.PENDING);
        assertThat(story.fleet().reserved("cph")).isEqualTo(SMALL.times(2));
        assertThat(story.app("acme/shop").refused())
                .containsExactly(new Refusal("could take it, others were preferred", List.of("tyo")));
        assertThat(story.available("acme/shop", "cph")).isEmpty();
        assertThat(story.available("acme/shop", "osl")).containsExactly("AVAILABLE");
    }

    @Test
    void anEqualRequestIsNoRevision() {
        story.seen(CPH);
        story.request(request("shop", policy(1, 1)));
        DeploymentRequest again = request("shop", policy(1, 1));

        assertThat(story.request(again)).isEmpty();
        assertThat(story.request(new DeploymentRequest(
                        again.tenant(), again.name(), again.workload(), again.placement(), again.dns(), "bob")))
                .isEmpty();
    }

    @Test
    void anImpossibleRequestIsRefusedAndChangesNothing() {
        assertThat(story.request(request("shop", new Resources(0, 512, 1), policy(1, 1))))
                .containsExactly("Refused workload.resources.cpuMillis: is 0; must be from 1 to 1000000000");
        assertThat(story.fleet().apps()).isEmpty();
    }

    @Test
    void aNameBelongsToOneApp() {
        story.request(named(request("shop", policy(1, 1))));
        DeploymentRequest thief = new DeploymentRequest(
                "other",
                "shop",
                request("shop", policy(1, 1)).workload(),
                policy(1, 1),
                named(request("shop", policy(1, 1))).dns(),
                "");

        assertThat(story.request(thief)).containsExactly("Refused dns.name: is the name of acme/shop; choose another");
    }

    @Test
    void whatFitsNowhereWaitsWithReasonsUntilThereIsRoom() {
        story.seen(CPH, in(ClusterPhase.JOINING, OSL));

        assertThat(story.request(request("huge", HUGE, policy(1, 1))))
                .containsExactly("Accepted 1", "Lacking: no cluster has 64000m free: largest is cph with 16000m");
        assertThat(story.app("acme/huge").phase()).isEqualTo(AppPhase.PENDING);
        assertThat(story.app("acme/huge").refused())
                .containsExactly(
                        new Refusal("not ready: JOINING", List.of("osl")),
                        new Refusal("needs 64000m/512MiB/1 pod, free 16000m/65536MiB/110 pods", List.of("cph")));
        assertThat(story.capacity("cph", SIXTEEN_CORES)).isEmpty();
        assertThat(story.capacity("cph", new Resources(32_000, 65_536, 110))).isEmpty();
        assertThat(story.capacity("cph", new Resources(96_000, 65_536, 110)))
                .containsExactly("Decided cph r1 x1", "Satisfied", "PROGRESSING");
    }

    @Test
    void roomThatBecomesFreeGoesToWhoWaitsForIt() {
        story.seen(cluster("cph", DK, ClusterPhase.READY, SMALL));
        story.request(request("first", policy(1, 1)));
        assertThat(story.request(request("second", policy(1, 1)))).hasSize(2);
        assertThat(story.remove("acme/first")).containsExactly("REMOVING", "Withdrawn cph", "Stopped cph");

        assertThat(story.reported("acme/first", "cph", PlacementPhase.GONE))
                .containsExactly("Gone cph", "Removed", "Decided cph r1 x1", "Satisfied", "PROGRESSING");
        assertThat(story.fleet().reserved("cph")).isEqualTo(SMALL);
    }

    @Test
    void severalWhoWaitAreNotPromisedTheSameRoom() {
        for (String name : List.of("a", "b", "c")) {
            story.request(request(name, policy(1, 1)));
        }

        assertThat(story.seen(cluster("cph", DK, ClusterPhase.READY, SMALL.times(2))).stream()
                        .filter(t -> t.startsWith("Decided")))
                .hasSize(2);
        assertThat(story.app("acme/c").phase()).isEqualTo(AppPhase.PENDING);
        assertThat(FleetFacts.of(story.fleet()).overcommitted()).isEmpty();
    }

    @Test
    void aNewRevisionRollsWhereItIs() {
        story.seen(CPH, OSL);
        story.request(request("shop", policy(1, 2)));
        story.available("acme/shop", "cph");

        assertThat(story.request(request("shop", new Resources(600, 512, 1), policy(1, 2))))
                .containsExactly("Accepted 2", "Decided cph r2 x2", "Satisfied", "PROGRESSING");
        assertThat(story.tell(
                        new FleetInput.PlacementReported("acme/shop", "cph", 1, PlacementPhase.AVAILABLE, 2, "late")))
                .isEmpty();
        assertThat(story.available("acme/shop", "cph")).containsExactly("AVAILABLE");
        assertThat(story.fleet().reserved("cph")).isEqualTo(new Resources(1_200, 1_024, 2));
    }

    @Test
    void aRevisionThatFitsNowhereLeavesTheOldOneRunning() {
        story.seen(CPH);
        story.request(request("shop", policy(1, 1)));
        story.available("acme/shop", "cph");

        assertThat(story.request(request("shop", HUGE, policy(1, 1))))
                .containsExactly(
                        "Accepted 2", "Lacking: no cluster has 64000m free: largest is cph with 16000m", "DEGRADED");
        assertThat(story.placement("acme/shop", "cph").revision()).isEqualTo(1);
        assertThat(story.request(request("shop", policy(1, 1))))
                .containsExactly("Accepted 3", "Decided cph r3 x1", "Satisfied", "PROGRESSING");
    }

    @Test
    void movingToAnotherRegionIsReplacementFirst() {
        story.seen(CPH, TYO);
        story.request(request("shop", within(List.of("emea"), policy(1, 1))));
        story.available("acme/shop", "cph");

        assertThat(story.request(request("shop", within(List.of("apac"), policy(1, 1)))))
                .containsExactly("Accepted 2", "Decided tyo r2 x1", "Satisfied", "PROGRESSING");
        assertThat(story.placement("acme/shop", "cph").live()).isTrue();
        assertThat(story.available("acme/shop", "tyo")).containsExactly("Withdrawn cph", "Stopped cph", "AVAILABLE");
        assertThat(story.reported("acme/shop", "cph", PlacementPhase.GONE)).containsExactly("Gone cph");
    }

    @Test
    void fewerClustersAreWantedOnceTheOthersServe() {
        story.seen(CPH, OSL, TYO);
        story.request(request("shop", perCluster(policy(3, 1))));
        story.available("acme/shop", "cph", "osl", "tyo");

        assertThat(story.request(request("shop", perCluster(policy(2, 1)))))
                .containsExactly("Accepted 2", "Decided cph r2 x1", "Decided osl r2 x1", "Satisfied", "PROGRESSING");
        assertThat(story.available("acme/shop", "cph")).isEmpty();
        assertThat(story.available("acme/shop", "osl")).containsExactly("Withdrawn tyo", "Stopped tyo", "AVAILABLE");
    }

    @Test
    void aLostClusterIsReplacedFirst() {
        story.seen(CPH, OSL, TYO);
        story.request(request("shop", policy(2, 4)));
        story.available("acme/shop", "cph", "osl");

        assertThat(story.seen(in(ClusterPhase.LOST, CPH)))
                .containsExactly("Decided tyo r1 x2", "Satisfied", "PROGRESSING");
        assertThat(story.reported("acme/shop", "cph", PlacementPhase.DEGRADED)).containsExactly("DEGRADED");
        assertThat(story.available("acme/shop", "tyo"))
                .containsExactly("Withdrawn cph", "Stopped cph", "Gone cph", "AVAILABLE");
        assertThat(story.seen(CPH)).isEmpty();
    }

    @Test
    void aClusterThatReturnsBeforeItsReplacementServesStays() {
        story.seen(CPH, OSL, TYO);
        story.request(request("shop", policy(2, 4)));
        story.available("acme/shop", "cph", "osl");
        story.seen(in(ClusterPhase.LOST, CPH));
        story.reported("acme/shop", "cph", PlacementPhase.DEGRADED);

        assertThat(story.seen(CPH)).isNotEmpty().noneMatch(t -> t.startsWith("Withdrawn"));
        assertThat(story.available("acme/shop", "cph"))
                .containsExactly("Satisfied", "Withdrawn tyo", "Stopped tyo", "AVAILABLE");
    }

    @Test
    void aLostClusterThatNobodyCanReplaceIsWaitedFor() {
        story.seen(CPH, OSL);
        story.request(request("shop", policy(2, 4)));
        story.available("acme/shop", "cph", "osl");

        assertThat(story.seen(in(ClusterPhase.LOST, CPH)))
                .containsExactly("Lacking: wants 2 clusters, only 1 can take it", "DEGRADED");
        assertThat(story.placement("acme/shop", "cph").live()).isTrue();
        assertThat(story.seen(CPH)).containsExactly("Satisfied", "AVAILABLE");
    }

    @Test
    void everyMatchingClusterIsTakenAsItComes() {
        story.seen(CPH);
        story.request(request("logs", within(List.of("emea"), perCluster(policy(0, 1)))));

        assertThat(story.seen(TYO)).isEmpty();
        assertThat(story.seen(in(ClusterPhase.JOINING, OSL))).isEmpty();
        assertThat(story.seen(OSL)).containsExactly("Decided osl r1 x1", "Satisfied");
        assertThat(story.seen(in(ClusterPhase.LOST, OSL))).containsExactly("Satisfied");
        assertThat(story.placement("acme/logs", "osl").live()).isTrue();
        assertThat(story.seen(OSL)).containsExactly("Satisfied");
        assertThat(story.seen(in(ClusterPhase.DELETING, OSL)))
                .containsExactly("Satisfied", "Withdrawn osl", "Stopped osl", "Gone osl");
    }

    @Test
    void platformToolsComeBeforeReadinessOnceTheAgentIsHeard() {
        FleetCluster joining = in(ClusterPhase.JOINING, CPH);
        story.seen(unheard(joining));
        assertThat(story.request(request("logs", early(perCluster(policy(0, 1))))))
                .containsExactly("Accepted 1", "Lacking: no cluster is ready: 1 JOINING");

        assertThat(story.seen(joining)).containsExactly("Decided cph r1 x1", "Satisfied", "PROGRESSING");
        assertThat(story.available("acme/logs", "cph")).containsExactly("AVAILABLE");
        assertThat(story.seen(CPH)).isEmpty();
    }

    @Test
    void aClusterThatNoLongerMatchesIsLeft() {
        story.seen(CPH, OSL);
        story.request(request("logs", selecting(Map.of("tier", "edge"), perCluster(policy(0, 1)))));
        story.available("acme/logs", "cph", "osl");

        assertThat(story.seen(labelled(Map.of("tier", "core"), OSL)))
                .containsExactly("Satisfied", "Withdrawn osl", "Stopped osl");
    }

    @Test
    void aMatchingClusterWithoutRoomIsALack() {
        story.seen(CPH);
        story.request(request("logs", perCluster(policy(0, 1))));

        assertThat(story.seen(cluster("tiny", DK, ClusterPhase.READY, new Resources(100, 100, 10))))
                .containsExactly(
                        "Lacking: no room on tiny: needs 500m/512MiB/1 pod, free 100m/100MiB/10 pods", "DEGRADED");
        assertThat(story.capacity("tiny", SIXTEEN_CORES))
                .containsExactly("Decided tiny r1 x1", "Satisfied", "PROGRESSING");
    }

    @Test
    void whatIsSaidTwiceOrOfNobodyChangesNothing() {
        story.seen(CPH);
        story.request(request("shop", policy(1, 1)));
        story.available("acme/shop", "cph");

        assertThat(story.available("acme/shop", "cph")).isEmpty();
        assertThat(story.seen(CPH)).isEmpty();
        assertThat(story.capacity("nobody", SIXTEEN_CORES)).isEmpty();
        assertThat(story.remove("acme/nothing")).isEmpty();
        assertThat(story.tell(new FleetInput.PlacementReported("acme/shop", "osl", 1, PlacementPhase.GONE, 0, "")))
                .isEmpty();
        assertThat(story.reported("acme/shop", "cph", PlacementPhase.GONE)).containsExactly("DEGRADED");
    }

    @Test
    void whatTheAgentSaysIsShownUntilItIsOver() {
        story.seen(CPH);
        story.request(request("shop", policy(1, 1)));
        story.tell(
                new FleetInput.PlacementReported("acme/shop", "cph", 1, PlacementPhase.DEGRADED, 0, "image not found"));
        assertThat(story.placement("acme/shop", "cph").reason()).isEqualTo("image not found");

        story.available("acme/shop", "cph");

        assertThat(story.placement("acme/shop", "cph").reason()).startsWith("has room");
    }
}
