package dev.skerry.inventory.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topics;
import dev.skerry.inventory.domain.Inventory;
import dev.skerry.inventory.domain.InventoryDecider;
import dev.skerry.inventory.domain.InventoryInput;
import dev.skerry.schemas.clusters.NodeClaimed;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.inventory.MachineNicReplacementRequested;
import dev.skerry.schemas.inventory.MachineRejectionRequested;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.MachineHeld;
import dev.skerry.schemas.provisioning.MachineImpersonated;
import dev.skerry.schemas.provisioning.MachineRetired;
import dev.skerry.schemas.provisioning.MachineUnheld;
import dev.skerry.schemas.provisioning.PersonAwaited;
import dev.skerry.schemas.provisioning.PersonNoLongerAwaited;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.RescueAttemptFailed;
import dev.skerry.schemas.provisioning.RescueEnded;
import dev.skerry.schemas.provisioning.RescueFailed;
import dev.skerry.schemas.provisioning.RescueReady;
import dev.skerry.schemas.provisioning.RescueStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class InputMappingTest {

    private final InventoryWire wire = new InventoryWire();

    @Test
    void hasNoUseForWhatItDoesNotRecord() {
        NodeClaimed claimed = NodeClaimed.newBuilder()
                .setMachineId("m")
                .setClusterId("c")
                .setSite("s")
                .setNonce("n")
                .setClaimId("i")
                .build();

        assertThat(wire.input(Host.received(Topics.NODE_EVENTS, claimed))).isEmpty();
        assertThat(new InventoryDecider(new CelRules())
                        .decide(Inventory.of(List.of(), List.of(), List.of()), wire.woken(), Host.NOW))
                .isEmpty();
    }

    @Test
    void understandsEveryOtherTypeOfTheTopicsThatFeedIt() {
        List<SpecificRecord> records = new ArrayList<>(Results.life("m", "c"));
        records.add(Requests.site("copenhagen", Approval.MANUAL));
        records.add(Requests.announced(Requests.MAC, "", null));
        records.add(MachineApprovalRequested.newBuilder().setMachineId("m").build());
        records.add(MachineRejectionRequested.newBuilder().setMachineId("m").build());
        records.add(new MachineNicReplacementRequested("m", Requests.MAC, "52:54:00:00:01:09", ""));
        records.add(new MachineImpersonated("m", "copenhagen", Requests.MAC, "the serial number X2, not X1"));
        records.add(new MachineRetired("m", "copenhagen"));
        records.add(new MachineHeld("m", "copenhagen", "a disk is noisy"));
        records.add(new MachineUnheld("m", "copenhagen"));
        records.add(new RescueStarted("m", "copenhagen", 1, "n", Host.NOW));
        records.add(new RescueReady("m", "copenhagen", 1, "192.0.2.7", "SHA256:abc"));
        records.add(new RescueAttemptFailed("m", "copenhagen", 1, "no contact", Host.NOW));
        records.add(new RescueFailed("m", "copenhagen", "no contact", 3));
        records.add(new RescueEnded("m", "copenhagen", ProvisioningPhase.ACTIVE, ""));
        records.add(new PersonAwaited("m", "copenhagen", Host.NOW, Host.NOW));
        records.add(new PersonNoLongerAwaited("m", "copenhagen"));

        assertThat(records)
                .allSatisfy(record -> assertThat(wire.input(Host.received(Topics.MACHINE_REQUESTS, record)))
                        .isPresent());
        List<Class<?>> covered = new ArrayList<>(
                records.stream().<Class<?>>map(Object::getClass).distinct().toList());
        covered.add(NodeClaimed.class);
        covered.add(dev.skerry.schemas.clusters.NodeJoined.class);
        assertThat(Stream.of(
                                Topics.SITE_REQUESTS,
                                Topics.MACHINE_REQUESTS,
                                Topics.PROVISIONING_EVENTS,
                                Topics.NODE_EVENTS)
                        .flatMap(topic -> topic.types().stream()))
                .allMatch(covered::contains);
    }

    @ParameterizedTest
    @EnumSource
    void knowsEveryRole(NodeRole role) {
        InventoryInput input = wire.input(Host.received(Topics.NODE_EVENTS, Results.assigned("m", "c", role)))
                .orElseThrow();

        assertThat(((InventoryInput.NodeAssigned) input).role().name())
                .isEqualTo(role == NodeRole.AGENT ? "AGENT" : "SERVER");
    }

    @Test
    void namesItsEnumsAsTheSchemasDo() {
        assertThat(names(dev.skerry.inventory.domain.Lifecycle.values())).isEqualTo(names(Lifecycle.values()));
        assertThat(names(dev.skerry.inventory.domain.Source.values())).isEqualTo(names(Source.values()));
        assertThat(names(dev.skerry.inventory.domain.Approval.values())).isEqualTo(names(Approval.values()));
        // A person's is a flag beside NONE there.
        List<String> protocols = new ArrayList<>(names(BmcProtocol.values()));
        protocols.add("MANUAL");
        assertThat(names(dev.skerry.inventory.domain.BmcProtocol.values())).isEqualTo(protocols);
        assertThat(names(dev.skerry.inventory.domain.Lifecycle.values()))
                .containsAll(names(ProvisioningPhase.values()));
    }

    private static List<String> names(Enum<?>[] values) {
        return Stream.of(values).map(Enum::name).toList();
    }
}
