package dev.skerry.platforminstaller.domain;

import static dev.skerry.platforminstaller.Given.ANY;
import static dev.skerry.platforminstaller.Given.START;
import static dev.skerry.platforminstaller.Given.clustering;
import static dev.skerry.platforminstaller.Given.everywhere;
import static dev.skerry.platforminstaller.Given.inForce;
import static dev.skerry.platforminstaller.Given.installedBy;
import static dev.skerry.platforminstaller.Given.profile;
import static dev.skerry.platforminstaller.Given.site;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import dev.skerry.platforminstaller.domain.Clustering.Tool;
import dev.skerry.platforminstaller.domain.Clustering.ToolProfile;
import dev.skerry.platforminstaller.domain.FleetEvent.ClusterWanted;
import dev.skerry.platforminstaller.domain.FleetEvent.ProfileAccepted;
import dev.skerry.platforminstaller.domain.FleetEvent.ProfileRemoved;
import dev.skerry.platforminstaller.domain.FleetEvent.Refused;
import dev.skerry.platforminstaller.domain.FleetEvent.ToolUnwanted;
import dev.skerry.platforminstaller.domain.FleetEvent.ToolWanted;
import dev.skerry.platforminstaller.domain.FleetInput.ClusteringWanted;
import dev.skerry.platforminstaller.domain.FleetInput.ProfileUnwanted;
import dev.skerry.platforminstaller.domain.FleetInput.ProfileWanted;
import dev.skerry.platforminstaller.domain.FleetInput.SiteKnown;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ClusteringDeciderTest {

    private final ClusteringDecider decider = new ClusteringDecider();
    private Fleet fleet = decider.initial("fleet");

    private final FleetSite copenhagen = site("copenhagen", "emea/dk/copenhagen", Map.of("tier", "edge"));
    private final FleetSite aarhus = site("aarhus", "emea/dk/aarhus", Map.of("tier", "far"));
    private final FleetSite dresden = site("dresden", "emea/dkx", Map.of("tier", "edge"));

    static Stream<Arguments> selections() {
        return Stream.of(
                Arguments.of(everywhere(), "aarhus copenhagen dresden"),
                Arguments.of(selector(List.of("emea/dk"), Map.of(), List.of()), "aarhus copenhagen"),
                Arguments.of(selector(List.of("emea/dk/aarhus"), Map.of(), List.of()), "aarhus"),
                Arguments.of(selector(List.of("emea/dk/aarhus/x"), Map.of(), List.of()), ""),
                Arguments.of(selector(List.of("emea"), Map.of("tier", "edge"), List.of()), "copenhagen dresden"),
                Arguments.of(selector(List.of(), Map.of("tier", "edge", "x", "y"), List.of()), ""),
                Arguments.of(selector(List.of(), Map.of(), List.of("dresden")), "dresden"),
                Arguments.of(selector(List.of("emea/dk"), Map.of(), List.of("dresden")), ""));
    }

    @ParameterizedTest
    @MethodSource("selections")
    void asksForAClusterAtEachSelectedSiteWhicheverComesFirst(SiteSelector selector, String expected) {
        Clustering small = clustering("small", selector, 1, 0, 0, ANY, ToolProfile.NONE);
        List<FleetInput> inputs = List.of(
                new SiteKnown(copenhagen), new SiteKnown(aarhus), new SiteKnown(dresden), new ClusteringWanted(small));
        for (int rotation = 0; rotation < inputs.size(); rotation++) {
            fleet = decider.initial("fleet");
            List<FleetInput> rotated = new ArrayList<>(inputs);
            Collections.rotate(rotated, rotation);
            List<FleetEvent> events =
                    rotated.stream().flatMap(input -> tell(input).stream()).toList();
            List<String> names = Stream.of(expected.split(" ", -1))
                    .filter(name -> !name.isEmpty())
                    .toList();
            assertThat(sites(events)).containsExactlyInAnyOrderElementsOf(names);
            assertThat(fleet.clustering("small").orElseThrow().plannedSites()).containsExactlyElementsOf(names);
        }
    }

    @Test
    void saysNothingTwice() {
        tell(new SiteKnown(copenhagen));
        Clustering small = clustering("small", 1, 0, 2, ANY, ToolProfile.STANDARD);
        assertThat(tell(new ClusteringWanted(small))).isNotEmpty();
        assertThat(tell(new ClusteringWanted(small))).isEmpty();
        assertThat(tell(new SiteKnown(new FleetSite(
                        "copenhagen",
                        "emea/dk/copenhagen",
                        55.6761,
                        12.5683,
                        copenhagen.labels(),
                        START.plusSeconds(9)))))
                .isEmpty();
    }

    @Test
    void asksForItsToolsOnceAndNoLongerWhenTheProfileIsTakenAway() {
        tell(new SiteKnown(copenhagen));
        Clustering standard = clustering("small", 1, 0, 2, ANY, ToolProfile.STANDARD);
        assertThat(tell(new ClusteringWanted(standard)))
                .contains(new ToolWanted(standard, Tool.LOGGING), new ToolWanted(standard, Tool.MONITORING));
        assertThat(tell(new SiteKnown(aarhus))).noneMatch(ToolWanted.class::isInstance);
        Clustering none = clustering("small", 1, 0, 2);
        assertThat(tell(new ClusteringWanted(none)))
                .contains(new ToolUnwanted(none, Tool.LOGGING), new ToolUnwanted(none, Tool.MONITORING));
    }

    @Test
    void tellsThePlannedSitesOfAChange() {
        tell(new SiteKnown(copenhagen));
        tell(new SiteKnown(aarhus));
        tell(new ClusteringWanted(clustering("small", 1, 0, 2)));
        Clustering larger = clustering("small", 1, 1, 5);
        assertThat(tell(new ClusteringWanted(larger)))
                .contains(
                        new ClusterWanted(larger, copenhagen, Optional.empty()),
                        new ClusterWanted(larger, aarhus, Optional.empty()));
        FleetSite moved = site("aarhus", "emea/dk/aarhus", Map.of("tier", "edge"));
        assertThat(tell(new SiteKnown(moved))).contains(new ClusterWanted(larger, moved, Optional.empty()));
    }

    @Test
    void keepsTheClusterOfASiteThatIsNoLongerSelected() {
        Clustering edge = clustering(
                "small", selector(List.of(), Map.of("tier", "edge"), List.of()), 1, 0, 0, ANY, ToolProfile.NONE);
        tell(new SiteKnown(copenhagen));
        tell(new ClusteringWanted(edge));
        FleetSite unlabelled = site("copenhagen", "emea/dk/copenhagen", Map.of());
        assertThat(sites(tell(new SiteKnown(unlabelled)))).containsExactly("copenhagen");
        assertThat(fleet.clustering("small").orElseThrow().plannedSites()).containsExactly("copenhagen");
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(clustering("Small", 1, 0, 0), "name"),
                Arguments.of(clustering("a".repeat(53), 1, 0, 0), "name"),
                Arguments.of(clustering("-x", 1, 0, 0), "name"),
                Arguments.of(clustering("small", 2, 0, 0), "controlPlane"),
                Arguments.of(clustering("small", 0, 0, 0), "controlPlane"),
                Arguments.of(clustering("small", 1, -1, 0), "workersMin"),
                Arguments.of(clustering("small", 1, 3, 2), "workersMin"),
                Arguments.of(clustering("small", 1, 0, 5000), "workersMax"),
                Arguments.of(requiring(new Requirements("sparc", 0, 0)), "requirements.architecture"),
                Arguments.of(requiring(new Requirements("", -1, 0)), "requirements.cpuCores"),
                Arguments.of(requiring(new Requirements("", 0, -1)), "requirements.memoryMiB"),
                Arguments.of(
                        clustering(
                                "small",
                                selector(List.of("emea//dk"), Map.of(), List.of()),
                                1,
                                0,
                                0,
                                ANY,
                                ToolProfile.NONE),
                        "sites.regions"),
                Arguments.of(
                        clustering(
                                "small", selector(List.of(), Map.of(), List.of("A b")), 1, 0, 0, ANY, ToolProfile.NONE),
                        "sites.names"),
                Arguments.of(with("latest", Map.of()), "kubernetesVersion"),
                Arguments.of(with("v1.36.3'; reboot", Map.of()), "kubernetesVersion"),
                Arguments.of(with("v1.36.3", Map.of("a b", "c")), "labels.a b"),
                Arguments.of(with("v1.36.3", Map.of("skerry.dev/site", "x")), "labels.skerry.dev/site"));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("refusals")
    void refusesWhatCannotBe(Clustering clustering, String field) {
        tell(new SiteKnown(copenhagen));
        assertThat(tell(new ClusteringWanted(clustering)))
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                Refused.class,
                                refused -> assertThat(refused.field()).isEqualTo(field)));
        assertThat(fleet.clusterings()).isEmpty();
    }

    @Test
    void refusesChangesThatClustersCannotFollow() {
        tell(new SiteKnown(copenhagen));
        tell(new ClusteringWanted(clustering("small", 3, 0, 2)));
        assertThat(tell(new ClusteringWanted(clustering("small", 1, 0, 2))))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.field()).isEqualTo("controlPlane"));
        assertThat(fleet.clustering("small").orElseThrow().clustering().controlPlane())
                .isEqualTo(3);
    }

    @Test
    void aHistoryInAnyOrderEndsInTheSameFleet() {
        List<FleetInput> inputs = new ArrayList<>(List.of(
                new SiteKnown(copenhagen),
                new SiteKnown(aarhus),
                new SiteKnown(dresden),
                new ClusteringWanted(clustering("a", 1, 0, 2)),
                new ClusteringWanted(clustering(
                        "b", selector(List.of("emea/dk"), Map.of(), List.of()), 3, 1, 2, ANY, ToolProfile.STANDARD))));
        inputs.addAll(List.copyOf(inputs));
        Fleet expected = null;
        for (int seed = 0; seed < 100; seed++) {
            Collections.shuffle(inputs, new Random(seed));
            fleet = decider.initial("fleet");
            List<FleetEvent> history =
                    inputs.stream().flatMap(input -> tell(input).stream()).toList();
            expected = expected == null ? fleet : expected;
            assertThat(fleet).isEqualTo(expected);
            assertThat(decider.evolve(decider.initial("fleet"), history)).isEqualTo(fleet);
            assertThat(history.stream().filter(ClusterWanted.class::isInstance))
                    .doesNotHaveDuplicates()
                    .hasSize(5);
        }
    }

    @Test
    void tellsTheClustersThatInstallWithAProfileWhatItIs() {
        tell(new SiteKnown(copenhagen));
        tell(new SiteKnown(aarhus));
        Clustering named = installedBy("edge", "", 0);
        assertThat(tell(new ClusteringWanted(named))).contains(new ClusterWanted(named, copenhagen, Optional.empty()));
        assertThat(wanted("other", 1)).as("nobody's").hasSize(1);

        ProfileInForce first = inForce(profile("edge", "", ""), 1);
        assertThat(wanted("edge", 1))
                .containsExactly(
                        new ProfileAccepted(new ProfileInForce(first.profile(), 1, START)),
                        new ClusterWanted(named, aarhus, fleet.profile("edge")),
                        new ClusterWanted(named, copenhagen, fleet.profile("edge")));
        assertThat(wanted("edge", 1)).as("the same again").isEmpty();
        tell(new ProfileWanted(profile("edge", "x86_64", ""), Map.of()));
        assertThat(fleet.profile("edge").orElseThrow().version()).isEqualTo(2);

        assertThat(tell(new ProfileUnwanted("edge")))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("small", "name another one"));
        Clustering unnamed = installedBy("", "", 0);
        assertThat(tell(new ClusteringWanted(unnamed)))
                .contains(new ClusterWanted(unnamed, copenhagen, Optional.empty()));
        assertThat(tell(new ProfileUnwanted("edge"))).containsExactly(new ProfileRemoved("edge"));
        assertThat(tell(new ProfileUnwanted("edge"))).isEmpty();

        wanted("default", 1);
        assertThat(tell(new SiteKnown(site("oslo", "emea/no/oslo", Map.of()))))
                .anySatisfy(event -> assertThat(event)
                        .isInstanceOfSatisfying(
                                ClusterWanted.class,
                                wanted -> assertThat(wanted.profile()).isEqualTo(fleet.profile("default"))));
        assertThat(tell(new ProfileUnwanted("default")))
                .contains(new ClusterWanted(unnamed, copenhagen, Optional.empty()));
    }

    private List<FleetEvent> wanted(String profile, int version) {
        return tell(new ProfileWanted(inForce(profile(profile, "", ""), version).profile(), Map.of()));
    }

    private List<FleetEvent> tell(FleetInput input) {
        List<FleetEvent> events = decider.decide(fleet, input, START);
        fleet = decider.evolve(fleet, events);
        return events;
    }

    private static List<String> sites(List<FleetEvent> events) {
        return events.stream()
                .flatMap(event -> event instanceof ClusterWanted wanted
                        ? Stream.of(wanted.site().name())
                        : Stream.empty())
                .toList();
    }

    private static SiteSelector selector(List<String> regions, Map<String, String> labels, List<String> names) {
        return new SiteSelector(regions, labels, names);
    }

    private static Clustering requiring(Requirements requirements) {
        return clustering("small", 1, 0, 0, requirements, ToolProfile.NONE);
    }

    private static Clustering with(String version, Map<String, String> labels) {
        return new Clustering("small", everywhere(), 1, 0, 0, ANY, version, ToolProfile.NONE, labels, "", "");
    }
}
