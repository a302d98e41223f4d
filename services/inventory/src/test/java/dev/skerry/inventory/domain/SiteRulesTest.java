package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.MachineApproved;
import dev.skerry.inventory.domain.InventoryEvent.SiteRegistered;
import dev.skerry.inventory.domain.InventoryInput.SiteRequested;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SiteRulesTest {

    private final Scenario scenario = new Scenario();

    @Test
    void recordsASiteOnceAndThenOnlyItsChanges() {
        SiteDescription first = Scenario.site("copenhagen", Approval.MANUAL, "10.1.0.0/16");
        SiteDescription changed = Scenario.site("copenhagen", Approval.AUTOMATIC, "10.1.0.0/16");

        assertThat(scenario.tell(new SiteRequested(first)))
                .containsExactly(new SiteRegistered(new Site(first, Scenario.START.plusSeconds(1))));
        assertThat(scenario.tell(new SiteRequested(first))).isEmpty();
        assertThat(scenario.tell(new SiteRequested(changed)))
                .containsExactly(new SiteRegistered(new Site(changed, Scenario.START.plusSeconds(1))));
        assertThat(scenario.inventory.site("copenhagen").orElseThrow().description())
                .isEqualTo(changed);
    }

    static Stream<Arguments> faults() {
        return Stream.of(
                fault("site", at("Copenhagen", 0, 0, "emea")),
                fault("site", at("", 0, 0, "emea")),
                fault("site", at("a".repeat(64), 0, 0, "emea")),
                fault("site", at("-a", 0, 0, "emea")),
                fault("latitude", at("a", 90.0001, 0, "emea")),
                fault("latitude", at("a", -90.0001, 0, "emea")),
                fault("latitude", at("a", Double.NaN, 0, "emea")),
                fault("longitude", at("a", 0, 180.0001, "emea")),
                fault("longitude", at("a", 0, -180.0001, "emea")),
                fault("longitude", at("a", 0, Double.POSITIVE_INFINITY, "emea")),
                fault("region", at("a", 0, 0, "")),
                fault("region", at("a", 0, 0, "/emea")),
                fault("region", at("a", 0, 0, "emea//dk")),
                fault("region", at("a", 0, 0, "emea/DK")),
                fault("labels", with(Map.of("a b", "c"), List.of())),
                fault("labels", with(Map.of("a", "ö"), List.of())),
                fault("labels", with(Map.of("Not.DNS_/a", "b"), List.of())),
                fault("clientPrefixes[0]", with(Map.of(), List.of("10.1.0.0"))),
                fault("clientPrefixes[1]", with(Map.of(), List.of("10.1.0.0/16", "10.1.0.1/16"))),
                fault("clientPrefixes[1]", with(Map.of(), List.of("2001:db8::/32", "2001:db8:0::/32"))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void refusesAFaultByItsField(String field, SiteDescription site) {
        List<InventoryEvent> events = scenario.tell(new SiteRequested(site));

        assertThat(events).hasSize(1);
        assertThat(refusal(events).field()).isEqualTo(field);
        assertThat(scenario.inventory.sites()).isEmpty();
    }

    @Test
    void takesTheEdgesOfTheWorld() {
        assertThat(scenario.tell(new SiteRequested(at("pole", -90, 180, "antarctica"))))
                .hasOnlyElementsOfType(SiteRegistered.class)
                .hasSize(1);
    }

    @Test
    void saysWhatToDoAboutCoordinatesOutOfRange() {
        assertThat(refusal(scenario.tell(new SiteRequested(at("a", 121.5, 31.2, "apac"))))
                        .reason())
                .contains("121.5", "-90 to 90", "swapped");
    }

    @Test
    void neverGivesOnePrefixToTwoSites() {
        scenario.tell(
                new SiteRequested(Scenario.site("copenhagen", Approval.MANUAL, "10.1.0.0/16", "2001:db8:1::/48")));

        InventoryEvent.Refused refused = refusal(scenario.tell(
                new SiteRequested(Scenario.site("aarhus", Approval.MANUAL, "10.2.0.0/16", "2001:DB8:1:0::/48"))));
        assertThat(refused.field()).isEqualTo("clientPrefixes[1]");
        assertThat(refused.reason()).contains("copenhagen");

        scenario.tell(new SiteRequested(Scenario.site("copenhagen", Approval.MANUAL, "10.1.0.0/16")));
        assertThat(scenario.tell(
                        new SiteRequested(Scenario.site("aarhus", Approval.MANUAL, "10.1.2.0/24", "2001:db8:1::/48"))))
                .hasOnlyElementsOfType(SiteRegistered.class)
                .hasSize(1);
    }

    @Test
    void letsInWhoWaitsWhenAPolicyBecomesAutomatic() {
        scenario.site("copenhagen", Approval.MANUAL);
        scenario.site("aarhus", Approval.MANUAL);
        scenario.announce(Source.API, "copenhagen", "", Scenario.MAC);
        scenario.announce(Source.API, "copenhagen", "", Scenario.OTHER_MAC);
        scenario.announce(Source.API, "aarhus", "", "52:54:00:00:02:01");

        List<InventoryEvent> events = scenario.site("copenhagen", Approval.AUTOMATIC);

        assertThat(events).hasSize(3).first().isInstanceOf(SiteRegistered.class);
        assertThat(events.subList(1, 3))
                .extracting(
                        event -> ((MachineApproved) event).description().macs().getFirst())
                .containsExactly(Scenario.MAC, Scenario.OTHER_MAC);
        assertThat(scenario.machine("52:54:00:00:02:01").lifecycle()).isEqualTo(Lifecycle.DISCOVERED);
    }

    private static Arguments fault(String field, SiteDescription site) {
        return Arguments.of(field, site);
    }

    private static SiteDescription at(String name, double latitude, double longitude, String region) {
        return new SiteDescription(name, "", latitude, longitude, region, Map.of(), List.of(), Approval.MANUAL);
    }

    private static SiteDescription with(Map<String, String> labels, List<String> prefixes) {
        return new SiteDescription("a", "", 0, 0, "emea", labels, prefixes, Approval.MANUAL);
    }
}
