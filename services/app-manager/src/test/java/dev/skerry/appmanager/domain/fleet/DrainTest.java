package dev.skerry.appmanager.domain.fleet;

import static dev.skerry.appmanager.domain.Given.cluster;
import static dev.skerry.appmanager.domain.Given.in;
import static dev.skerry.appmanager.domain.Given.named;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.request;
import static dev.skerry.appmanager.domain.Given.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.DeploymentRequest;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The order in which an app with a name leaves: name, withdrawal acknowledged, TTL, stop, gone. */
class DrainTest {

    private static final FleetCluster CPH = cluster("cph", "emea/dk/copenhagen");
    private static final DeploymentRequest SHOP = named(request("shop", policy(1, 1)));
    private static final Set<String> NOBODY = Set.of();

    private final FleetStory story = new FleetStory();

    @BeforeEach
    void serves() {
        story.seen(CPH);
        story.request(SHOP);
        story.available("acme/shop", "cph");
    }

    @Test
    void stopsOnlyWhenTheTtlOfTheWithdrawnNameIsOver() {
        assertThat(story.remove("acme/shop")).containsExactly("REMOVING", "Withdrawn cph");
        assertThat(story.placement("acme/shop", "cph").stopAt()).isEmpty();
        story.pass(Duration.ofSeconds(2));
        assertThat(story.record("acme/shop", NOBODY, Set.of("cph"))).isEmpty();
        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(20));
        assertThat(story.fleet().nextDeadline()).contains(story.now().plusSeconds(20));
        story.pass(Duration.ofSeconds(19));
        assertThat(story.wake()).isEmpty();
        story.pass(Duration.ofSeconds(1));
        assertThat(story.wake()).containsExactly("Stopped cph");
        assertThat(story.fleet().nextDeadline()).isEmpty();
        assertThat(story.wake()).isEmpty();
        assertThat(story.fleet().reserved("cph").cpuMillis()).isEqualTo(500);
        assertThat(story.reported("acme/shop", "cph", PlacementPhase.GONE)).containsExactly("Gone cph", "Removed");
        assertThat(story.fleet().reserved("cph").cpuMillis()).isZero();
    }

    @Test
    void waitsForTheTtlOfTheNameThatItHadWhateverTheAppIsCalledNow() {
        story.seen(cluster("osl", "emea/no/oslo"));
        story.request(request("shop", within(List.of("emea/no"), policy(1, 1))));
        assertThat(story.available("acme/shop", "osl"))
                .contains("Withdrawn cph")
                .doesNotContain("Stopped cph");
        story.record("acme/shop", NOBODY, Set.of("cph"));
        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(20));
    }

    @Test
    void aShorterTtlDoesNotShortenWhatResolversKeepAlready() {
        story.request(named(SHOP, Duration.ofSeconds(1)));
        story.remove("acme/shop");
        story.record("acme/shop", NOBODY, Set.of("cph"));
        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(20));
    }

    @Test
    void aLongerTtlThatTheNameGotByAnotherClusterCountsHereToo() {
        story.seen(cluster("osl", "emea/no/oslo"));
        story.request(named(request("shop", within(List.of("emea/no"), policy(1, 1))), Duration.ofSeconds(40)));
        assertThat(story.available("acme/shop", "osl")).contains("Withdrawn cph");
        story.record("acme/shop", Set.of("osl"), Set.of("cph"));
        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(40));
    }

    @Test
    void withoutTtlItWaitsForTheNextRecordAllTheSame() {
        story.request(named(request("blog", policy(1, 1)), Duration.ZERO));
        story.available("acme/blog", "cph");
        story.remove("acme/blog");
        assertThat(story.record("acme/blog", NOBODY, Set.of("cph"))).doesNotContain("Stopped cph");
        story.record("acme/blog", Set.of("cph"), NOBODY);
        assertThat(story.placement("acme/blog", "cph").stopAt())
                .as("the first was decided before the withdrawal")
                .isEmpty();
        story.record("acme/blog", NOBODY, Set.of("cph"));
        story.pass(Departure.SPREADING);
        assertThat(story.wake()).contains("Stopped cph");
    }

    @Test
    void aRecordThatListsTheClusterIsNoWithdrawal() {
        story.remove("acme/shop");

        assertThat(story.record("acme/shop", Set.of("cph", "osl"), NOBODY)).isEmpty();
        assertThat(story.placement("acme/shop", "cph").stopAt()).isEmpty();
        assertThat(story.record("acme/other", NOBODY, Set.of("cph"))).isEmpty();
        assertThat(story.placement("acme/shop", "cph").stopAt()).isEmpty();
    }

    @Test
    void aRecordThatJustDoesNotListItCountsUntilALaterOneDoes() {
        story.remove("acme/shop");
        story.record("acme/shop", Set.of("osl"), NOBODY);
        assertThat(story.placement("acme/shop", "cph").stopAt()).isPresent();

        story.record("acme/shop", Set.of("osl", "cph"), NOBODY);
        assertThat(story.placement("acme/shop", "cph").stopAt()).isEmpty();
        story.pass(Duration.ofSeconds(5));
        story.record("acme/shop", Set.of("osl"), Set.of("cph"));

        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(20));
    }

    @Test
    void withoutAnAcknowledgementItGoesOnAfterAMinute() {
        story.remove("acme/shop");
        story.pass(Duration.ofSeconds(59));
        assertThat(story.wake()).isEmpty();
        assertThat(story.placement("acme/shop", "cph").stopAt()).isEmpty();
        story.pass(Duration.ofSeconds(1));
        assertThat(story.wake()).isEmpty();
        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(20));
        assertThat(story.placement("acme/shop", "cph").reason())
                .isEqualTo("the app is removed; nobody acknowledged its name's withdrawal");
        story.pass(Duration.ofSeconds(20));
        assertThat(story.wake()).containsExactly("Stopped cph");
    }

    @Test
    void noRecordKeepsItBeyondTheBound() {
        story.remove("acme/shop");
        story.pass(Duration.ofSeconds(55));
        for (int i = 0; i < 10; i++) {
            story.record("acme/shop", NOBODY, Set.of("cph"));
            story.pass(Duration.ofSeconds(3));
            story.record("acme/shop", Set.of("cph"), NOBODY);
            story.wake();
        }

        assertThat(story.placement("acme/shop", "cph").stopped()).isTrue();
    }

    @Test
    void aNameThatWasNotAnnouncedNeedsNoAcknowledgement() {
        story.remove("acme/shop");
        story.reported("acme/shop", "cph", PlacementPhase.DRAINING);

        assertThat(story.placement("acme/shop", "cph").stopAt())
                .contains(story.now().plusSeconds(20));
    }

    @Test
    void fromALostClusterItIsGoneWhenItIsStopped() {
        story.seen(in(ClusterPhase.LOST, CPH));
        story.remove("acme/shop");
        story.record("acme/shop", NOBODY, Set.of("cph"));
        story.pass(Duration.ofSeconds(20));

        assertThat(story.wake()).containsExactly("Stopped cph", "Gone cph", "Removed");
        assertThat(story.fleet().apps()).isEmpty();
    }

    @Test
    void aClusterLostAfterTheStopOwesNoReport() {
        story.remove("acme/shop");
        story.record("acme/shop", NOBODY, Set.of("cph"));
        story.pass(Duration.ofSeconds(20));
        story.wake();

        assertThat(story.seen(in(ClusterPhase.LOST, CPH))).containsExactly("Gone cph", "Removed");
    }

    @Test
    void goneBeforeTheStopIsNotBelieved() {
        story.remove("acme/shop");

        assertThat(story.reported("acme/shop", "cph", PlacementPhase.GONE)).isEmpty();
        assertThat(story.placement("acme/shop", "cph").draining()).isTrue();
    }

    @Test
    void whoIsWantedAgainWhileLeavingStays() {
        story.remove("acme/shop");

        assertThat(story.request(SHOP)).containsExactly("Accepted 2", "Decided cph r2 x1", "Satisfied", "PROGRESSING");
        assertThat(story.fleet().nextDeadline()).isEmpty();
        assertThat(story.available("acme/shop", "cph")).containsExactly("AVAILABLE");
    }

    @Test
    void aSecondRemovalChangesNothing() {
        story.remove("acme/shop");

        assertThat(story.remove("acme/shop")).isEmpty();
    }
}
