package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.MAC;
import static dev.skerry.inventory.domain.Scenario.OTHER_MAC;
import static dev.skerry.inventory.domain.Scenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.inventory.domain.InventoryEvent.MachineDescribed;
import dev.skerry.inventory.domain.InventoryInput.NicReplacementRequested;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NicRulesTest {

    private final Scenario scenario = new Scenario();
    private String id = "";

    @BeforeEach
    void machine() {
        scenario.site("copenhagen", Approval.AUTOMATIC);
        scenario.announce(Source.API, "copenhagen", "cph-1", MAC);
        id = scenario.machine(MAC).id();
    }

    @Test
    void theMacChangesTheMachineDoesNot() {
        Machine before = scenario.machine(MAC);
        assertThat(scenario.tell(new NicReplacementRequested(id, MAC.replace(':', '-'), OTHER_MAC)))
                .singleElement()
                .isInstanceOfSatisfying(MachineDescribed.class, described -> {
                    assertThat(described.approvedBy())
                            .as("the provisioner hears of it")
                            .isPresent();
                    assertThat(described.description().macs()).containsExactly(OTHER_MAC);
                });
        Machine after = scenario.machine(OTHER_MAC);
        assertThat(after.id()).isEqualTo(id);
        assertThat(after.description().name()).isEqualTo("cph-1");
        assertThat(after.history()).isEqualTo(before.history());
        assertThat(scenario.tell(new NicReplacementRequested(id, MAC, OTHER_MAC)))
                .as("asked twice")
                .isEmpty();
    }

    @Test
    void theOldMacIsFreeForAnotherMachine() {
        scenario.tell(new NicReplacementRequested(id, MAC, OTHER_MAC));
        scenario.announce(Source.API, "copenhagen", "cph-2", MAC);
        assertThat(scenario.machine(MAC).id()).isNotEqualTo(id);
    }

    @Test
    void aMacIsNeverTakenFromAnotherMachine() {
        scenario.announce(Source.API, "copenhagen", "cph-2", OTHER_MAC);
        assertThat(refusal(scenario.tell(new NicReplacementRequested(id, MAC, OTHER_MAC)))
                        .reason())
                .contains("cph-2");
    }

    @Test
    void whatIsWrongIsNamed() {
        assertThat(refusal(scenario.tell(new NicReplacementRequested("nobody", MAC, OTHER_MAC)))
                        .field())
                .isEqualTo("machineId");
        assertThat(refusal(scenario.tell(new NicReplacementRequested(id, OTHER_MAC, OTHER_MAC.replace("01", "77"))))
                        .reason())
                .contains(MAC);
        assertThat(refusal(scenario.tell(new NicReplacementRequested(id, MAC, "nonsense")))
                        .field())
                .isEqualTo("newMac");
        assertThat(refusal(scenario.tell(new NicReplacementRequested(id, "nonsense", OTHER_MAC)))
                        .field())
                .isEqualTo("oldMac");
    }
}
