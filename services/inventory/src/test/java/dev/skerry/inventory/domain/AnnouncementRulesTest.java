package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.MAC;
import static dev.skerry.inventory.domain.Scenario.OTHER_MAC;
import static dev.skerry.inventory.domain.Scenario.redfish;
import static dev.skerry.inventory.domain.Scenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.MachineApproved;
import dev.skerry.inventory.domain.InventoryEvent.MachineDescribed;
import dev.skerry.inventory.domain.InventoryEvent.MachineDiscovered;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.MachineAnnounced;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AnnouncementRulesTest {

    private final Scenario scenario = new Scenario();

    @BeforeEach
    void sites() {
        scenario.site("copenhagen", Approval.AUTOMATIC);
        scenario.site("aarhus", Approval.MANUAL);
    }

    @Test
    void discoversAnUnknownMacAndLetsItInByPolicy() {
        List<InventoryEvent> events =
                scenario.announce(Source.NETWORK_BOOT, "copenhagen", "", "52-54-00-00-01-01", "52:54:00:00:01:AA");

        Machine machine = scenario.machine(MAC);
        UUID id = UUID.fromString(machine.id());
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(scenario.now.toEpochMilli());
        assertThat(machine.description())
                .isEqualTo(new Description(
                        machine.id(),
                        "m-525400000101",
                        List.of(MAC, "52:54:00:00:01:aa"),
                        "copenhagen",
                        Source.NETWORK_BOOT,
                        Optional.empty(),
                        Map.of()));
        assertThat(events)
                .containsExactly(
                        new MachineDiscovered(machine.description(), scenario.now),
                        new MachineApproved(machine.description(), "site policy", scenario.now));
        assertThat(machine.history())
                .containsExactly(
                        new Step(Lifecycle.DISCOVERED, scenario.now, ""),
                        new Step(Lifecycle.APPROVED, scenario.now, "site policy"));
    }

    @Test
    void leavesItToAPersonWhereThePolicySaysSo() {
        assertThat(scenario.announce(Source.API, "aarhus", "aar-1", MAC))
                .hasSize(1)
                .hasOnlyElementsOfType(MachineDiscovered.class);
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.DISCOVERED);
    }

    @Test
    void hearsTheSameAgainWithoutAnyEvent() {
        MachineAnnounced announcement = scenario.announcement(Source.API, "copenhagen", "cph-1", MAC, OTHER_MAC);
        scenario.tell(announcement);

        assertThat(scenario.tell(announcement)).isEmpty();
        assertThat(scenario.announce(Source.NETWORK_BOOT, "copenhagen", "", OTHER_MAC))
                .isEmpty();
        assertThat(scenario.announce(Source.DHCP, "copenhagen", "", "52-54-00-00-01-02"))
                .isEmpty();
        assertThat(scenario.inventory.machines()).hasSize(1);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("macs", machine(List.of(), "", Optional.empty())),
                Arguments.of("macs[0]", machine(List.of("52:54:00:00:01"), "", Optional.empty())),
                Arguments.of("macs[1]", machine(List.of(MAC, "nonsense"), "", Optional.empty())),
                Arguments.of(
                        "macs[1]", machine(List.of("52:54:00:00:01:0a", "52-54-00-00-01-0A"), "", Optional.empty())),
                Arguments.of("name", machine(List.of(MAC), "cph_1", Optional.empty())),
                Arguments.of("name", machine(List.of(MAC), "cph.1", Optional.empty())),
                Arguments.of("bmc.address", machine(List.of(MAC), "", Optional.of(redfish("")))),
                Arguments.of("bmc.address", machine(List.of(MAC), "", Optional.of(redfish("ftp://host/x")))),
                Arguments.of("bmc.address", machine(List.of(MAC), "", Optional.of(redfish("https://a b")))),
                Arguments.of(
                        "bmc.address", machine(List.of(MAC), "", Optional.of(redfish("https://root:s3cret@bmc/x")))),
                Arguments.of(
                        "bmc.address",
                        machine(
                                List.of(MAC),
                                "",
                                Optional.of(new Bmc(
                                        BmcProtocol.IPMI,
                                        "root:s3cret@h:623",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.empty())))),
                Arguments.of(
                        "bmc.address",
                        machine(
                                List.of(MAC),
                                "",
                                Optional.of(new Bmc(
                                        BmcProtocol.NONE, "x", Optional.empty(), Optional.empty(), Optional.empty())))),
                Arguments.of(
                        "bmc.credentialsRef",
                        machine(
                                List.of(MAC),
                                "",
                                Optional.of(new Bmc(
                                        BmcProtocol.NONE,
                                        "",
                                        Optional.of("../ca.key"),
                                        Optional.empty(),
                                        Optional.empty())))),
                Arguments.of(
                        "bmc.boot",
                        machine(
                                List.of(MAC),
                                "",
                                Optional.of(new Bmc(
                                        BmcProtocol.IPMI,
                                        "10.0.0.7",
                                        Optional.empty(),
                                        Optional.of(Bmc.Boot.VIRTUAL_MEDIA),
                                        Optional.empty())))),
                Arguments.of(
                        "bmc.bootMode",
                        machine(
                                List.of(MAC),
                                "",
                                Optional.of(new Bmc(
                                        BmcProtocol.NONE,
                                        "",
                                        Optional.empty(),
                                        Optional.empty(),
                                        Optional.of(Bmc.BootMode.UEFI))))),
                Arguments.of(
                        "site",
                        new MachineAnnounced(
                                "c", List.of(MAC), "atlantis", "", Source.API, Optional.empty(), Map.of())),
                Arguments.of(
                        "labels",
                        new MachineAnnounced(
                                "c",
                                List.of(MAC),
                                "copenhagen",
                                "",
                                Source.API,
                                Optional.empty(),
                                Map.of("rack", "a b"))));
    }

    @ParameterizedTest
    @MethodSource
    void malformed(String field, MachineAnnounced announcement) {
        List<InventoryEvent> events = scenario.tell(announcement);

        assertThat(events).hasSize(1);
        assertThat(refusal(events).field()).isEqualTo(field);
        assertThat(scenario.inventory.machines()).isEmpty();
    }

    @Test
    void saysWhatIsWrongAndWhatToDo() {
        assertThat(refusal(scenario.announce(Source.API, "copenhagen", "", "52:54:00:00:01:zz"))
                        .reason())
                .contains("52:54:00:00:01:zz", "six octets in hex");
        assertThat(refusal(scenario.announce(Source.NETWORK_BOOT, "atlantis", "", MAC))
                        .reason())
                .contains("atlantis", "record it first");
    }

    @Test
    void neverShowsAPasswordThatStandsInAnAddress() {
        Refused refused = refusal(
                scenario.tell(machine(List.of(MAC), "", Optional.of(redfish("https://root:s3cret@bmc/redfish")))));

        assertThat(refused.reason()).doesNotContain("s3cret").contains("without user or password");
    }

    @Test
    void learnsFromAPersonWhatTheNetworkCouldNotTell() {
        scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC);
        MachineAnnounced byHand = new MachineAnnounced(
                "by-hand",
                List.of(MAC, OTHER_MAC),
                "aarhus",
                "aar-1",
                Source.FILE,
                Optional.of(redfish("https://bmc/redfish/v1/Systems/1")),
                Map.of("rack", "a1"));

        List<InventoryEvent> events = scenario.tell(byHand);

        Machine machine = scenario.machine(OTHER_MAC);
        assertThat(events).containsExactly(new MachineDescribed(machine.description(), Optional.empty(), scenario.now));
        assertThat(machine.description().name()).isEqualTo("aar-1");
        assertThat(machine.description().source()).isEqualTo(Source.NETWORK_BOOT);
        assertThat(machine.description().bmc()).isEqualTo(byHand.bmc());
        assertThat(machine.description().labels()).containsExactly(Map.entry("rack", "a1"));
        assertThat(machine.discoveredAt()).isBefore(scenario.now);
        assertThat(scenario.inventory.machineNamed("m-525400000101")).isEmpty();
        assertThat(scenario.tell(byHand)).isEmpty();
    }

    @Test
    void tellsTheProvisionerWhenAMachineThatIsInGetsItsBmc() {
        scenario.announce(Source.NETWORK_BOOT, "copenhagen", "", MAC);

        List<InventoryEvent> events =
                scenario.tell(machine(List.of(MAC), "cph-1", Optional.of(redfish("http://bmc/redfish/v1/Systems/1"))));

        assertThat(events)
                .containsExactly(new MachineDescribed(
                        scenario.machine(MAC).description(), Optional.of("site policy"), scenario.now));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.APPROVED);
        assertThat(scenario.machine(MAC).history()).hasSize(2);
    }

    @Test
    void letsAPersonReplaceAndTheNetworkOnlyFillIn() {
        Bmc first = redfish("http://first/redfish");
        Bmc second = redfish("http://second/redfish");
        scenario.tell(machine(List.of(MAC), "cph-1", Optional.of(first)));

        assertThat(scenario.tell(new MachineAnnounced(
                        "c", List.of(MAC), "copenhagen", "", Source.BMC_CRAWL, Optional.of(second), Map.of())))
                .isEmpty();
        assertThat(scenario.tell(machine(List.of(MAC), "", Optional.of(second))))
                .hasSize(1);
        assertThat(scenario.machine(MAC).description().bmc()).contains(second);
        assertThat(scenario.machine(MAC).description().name()).isEqualTo("cph-1");
        assertThat(scenario.tell(machine(List.of(MAC), "", Optional.empty()))).isEmpty();
    }

    @Test
    void knowsASecondInterfaceFromTheInspection() {
        scenario.announce(Source.NETWORK_BOOT, "copenhagen", "", MAC);
        String id = scenario.machine(MAC).id();
        scenario.tell(new InventoryInput.InspectionStarted(id));
        scenario.tell(new InventoryInput.Inspected(id, Scenario.facts(MAC, "52:54:00:00:01:0F", "00:00:00:00:00:00")));

        scenario.announce(Source.NETWORK_BOOT, "copenhagen", "", "52:54:00:00:01:0f");

        assertThat(scenario.inventory.machines()).hasSize(1);
        assertThat(scenario.machine("52:54:00:00:01:0f").id()).isEqualTo(id);
    }

    @Test
    void refusesANameThatIsTaken() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        scenario.announce(Source.NETWORK_BOOT, "copenhagen", "", OTHER_MAC);

        List<InventoryEvent> unknownMac = scenario.announce(Source.API, "aarhus", "cph-1", "52:54:00:00:02:01");
        List<InventoryEvent> knownMac = scenario.announce(Source.API, "copenhagen", "cph-1", OTHER_MAC);

        assertThat(unknownMac).hasSize(1);
        assertThat(refusal(unknownMac).field()).isEqualTo("name");
        assertThat(knownMac).hasSize(1);
        assertThat(refusal(knownMac).field()).isEqualTo("name");
        assertThat(scenario.machine(OTHER_MAC).description().name()).isEqualTo("m-525400000102");
    }

    private static MachineAnnounced machine(List<String> macs, String name, Optional<Bmc> bmc) {
        return new MachineAnnounced("c", macs, "copenhagen", name, Source.API, bmc, Map.of());
    }
}
