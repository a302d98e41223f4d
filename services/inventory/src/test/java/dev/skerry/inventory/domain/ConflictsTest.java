package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.MAC;
import static dev.skerry.inventory.domain.Scenario.OTHER_MAC;
import static dev.skerry.inventory.domain.Scenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.IdentityConflictDetected;
import dev.skerry.inventory.domain.InventoryEvent.LifecycleChanged;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.ApprovalRequested;
import dev.skerry.inventory.domain.InventoryInput.AttemptFailed;
import dev.skerry.inventory.domain.InventoryInput.BecameAvailable;
import dev.skerry.inventory.domain.InventoryInput.Failed;
import dev.skerry.inventory.domain.InventoryInput.Impersonated;
import dev.skerry.inventory.domain.InventoryInput.InspectionStarted;
import dev.skerry.inventory.domain.InventoryInput.InstallationStarted;
import dev.skerry.inventory.domain.InventoryInput.Installed;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConflictsTest {

    private final Scenario scenario = new Scenario();

    @BeforeEach
    void sites() {
        scenario.site("copenhagen", Approval.AUTOMATIC);
        scenario.site("aarhus", Approval.MANUAL);
    }

    @Test
    void neverTakesDownAnActiveMachine() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        String id = scenario.machine(MAC).id();
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new BecameAvailable(id, Scenario.facts(MAC)));
        scenario.tell(new InstallationStarted(id, "small.copenhagen", Optional.empty()));
        scenario.tell(new Installed(id, "small.copenhagen"));
        Machine active = scenario.machine(MAC);

        List<InventoryEvent> events = scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC);

        assertThat(events)
                .hasSize(2)
                .first()
                .isEqualTo(new IdentityConflictDetected(
                        id, "copenhagen", MAC, "announced at site aarhus by NETWORK_BOOT", scenario.now));
        assertThat(refusal(events).reason()).contains("cph-1", "copenhagen", id);
        Machine after = scenario.machine(MAC);
        assertThat(after.lifecycle()).isEqualTo(Lifecycle.ACTIVE);
        assertThat(after.history()).isEqualTo(active.history());
        assertThat(after.description()).isEqualTo(active.description());
        assertThat(after.reason()).contains("identity conflict", "aarhus");
    }

    @Test
    void anotherMachineThatBootsUnderTheMacIsAConflictOfTheOneThatHasIt() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        String id = scenario.machine(MAC).id();
        scenario.tell(new InspectionStarted(id));
        String claim = "the SMBIOS UUID b from 10.0.0.66, not a";

        assertThat(scenario.tell(new Impersonated(id, MAC, claim)))
                .containsExactly(new IdentityConflictDetected(
                        id, "copenhagen", MAC, "another machine asked to boot with " + claim, scenario.now));
        assertThat(scenario.tell(new Impersonated(id, MAC, claim))).isEmpty();
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.INSPECTING);
        assertThat(scenario.machine(MAC).reason()).contains("identity conflict", MAC, "10.0.0.66");
    }

    @Test
    void recordsTheSameClaimOnce() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC);

        assertThat(scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC))
                .hasSize(1)
                .hasOnlyElementsOfType(Refused.class);
    }

    @Test
    void keepsTheReasonOfAFailureBesideTheConflict() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        String id = scenario.machine(MAC).id();
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new Failed(id, Lifecycle.INSPECTING, "no contact", 3));
        scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC);
        scenario.announce(Source.DHCP, "aarhus", "", MAC);

        assertThat(scenario.machine(MAC).reason())
                .startsWith("INSPECTING after 3 attempts: no contact; identity conflict: ")
                .endsWith("announced at site aarhus by DHCP")
                .doesNotContain("NETWORK_BOOT");
    }

    @Test
    void quarantinesAMachineThatNobodyLetInYet() {
        scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC);
        String id = scenario.machine(MAC).id();

        List<InventoryEvent> events = scenario.announce(Source.API, "copenhagen", "cph-1", MAC);

        assertThat(events).hasSize(3);
        assertThat(events.get(0)).isInstanceOf(IdentityConflictDetected.class);
        assertThat(events.get(1)).isInstanceOf(LifecycleChanged.class);
        assertThat(events.get(2)).isInstanceOf(Refused.class);
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.QUARANTINED);
        assertThat(scenario.machine(MAC).site()).isEqualTo("aarhus");
        assertThat(scenario.site("aarhus", Approval.AUTOMATIC)).hasSize(1);
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.QUARANTINED);

        scenario.tell(new ApprovalRequested(id, "anna"));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.APPROVED);
    }

    @Test
    void refusesAnAnnouncementThatSpansMachines() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        scenario.announce(Source.API, "copenhagen", "cph-2", OTHER_MAC);

        List<InventoryEvent> events =
                scenario.announce(Source.FILE, "copenhagen", "cph-3", "52:54:00:00:01:03", OTHER_MAC, MAC);

        assertThat(events).hasSize(3);
        assertThat(events.subList(0, 2))
                .extracting(event -> ((IdentityConflictDetected) event).mac())
                .containsExactly(OTHER_MAC, MAC);
        assertThat(refusal(events).reason()).contains("cph-1", "cph-2");
        assertThat(scenario.inventory.machines()).hasSize(2);
        assertThat(scenario.inventory.machineWith("52:54:00:00:01:03")).isEmpty();
    }

    @Test
    void refusesADuplicateMacUnderAnotherName() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);

        List<InventoryEvent> events = scenario.announce(Source.API, "copenhagen", "cph-2", MAC);

        assertThat(events).hasSize(2).first().isInstanceOf(IdentityConflictDetected.class);
        assertThat(refusal(events).field()).isEqualTo("macs");
        assertThat(refusal(events).reason()).contains(MAC, "cph-1");
        assertThat(scenario.machine(MAC).description().name()).isEqualTo("cph-1");
    }

    @Test
    void recordsWhenAnInspectionFindsAnotherMachinesMacs() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC, "52:54:00:00:01:aa");
        scenario.announce(Source.API, "copenhagen", "cph-2", OTHER_MAC);
        Machine second = scenario.machine(OTHER_MAC);
        scenario.tell(new InspectionStarted(second.id()));

        List<InventoryEvent> events = scenario.tell(new InventoryInput.Inspected(
                second.id(), Scenario.facts(OTHER_MAC, MAC.toUpperCase(Locale.ROOT), "52:54:00:00:01:AA")));

        assertThat(events).hasSize(2);
        assertThat(events.get(1)).isInstanceOfSatisfying(IdentityConflictDetected.class, conflict -> {
            assertThat(conflict.machineId()).isEqualTo(scenario.machine(MAC).id());
            assertThat(conflict.mac()).isEqualTo(MAC);
            assertThat(conflict.claim()).contains("cph-2", second.id(), "eth1");
        });
        assertThat(scenario.machine(OTHER_MAC).facts()).isPresent();
    }

    @Test
    void outlastsTheNextAttemptOfTheWorkUnderWay() {
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        String id = scenario.machine(MAC).id();
        scenario.tell(new InspectionStarted(id));
        scenario.tell(new AttemptFailed(id, Lifecycle.INSPECTING, "no contact", scenario.now.plusSeconds(9)));
        scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC);
        scenario.tell(new InspectionStarted(id));

        assertThat(scenario.machine(MAC).reason()).contains("no contact", "identity conflict");
        assertThat(scenario.machine(MAC).progress()).isEqualTo("trying again");
    }
}
