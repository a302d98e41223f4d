package dev.skerry.inventory.domain;

import static dev.skerry.inventory.domain.Scenario.MAC;
import static dev.skerry.inventory.domain.Scenario.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.skerry.inventory.domain.InventoryEvent.MachineApproved;
import dev.skerry.inventory.domain.InventoryEvent.MachineRejected;
import dev.skerry.inventory.domain.InventoryInput.ApprovalRequested;
import dev.skerry.inventory.domain.InventoryInput.InspectionStarted;
import dev.skerry.inventory.domain.InventoryInput.RejectionRequested;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdmissionRulesTest {

    private final Scenario scenario = new Scenario();
    private String id = "";

    @BeforeEach
    void discover() {
        scenario.site("aarhus", Approval.MANUAL);
        scenario.announce(Source.API, "aarhus", "aar-1", MAC);
        id = scenario.machine(MAC).id();
    }

    @Test
    void approvesOnceWithAllThatTheProvisionerNeeds() {
        assertThat(scenario.tell(new ApprovalRequested(id, "anna")))
                .containsExactly(new MachineApproved(scenario.machine(MAC).description(), "anna", scenario.now));
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.APPROVED);
        assertThat(scenario.tell(new ApprovalRequested(id, "bert"))).isEmpty();

        scenario.tell(new InspectionStarted(id));
        assertThat(scenario.tell(new ApprovalRequested(id, "anna"))).isEmpty();
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.INSPECTING);
    }

    @Test
    void rejectsOnceAndLetsThePersonThinkAgain() {
        assertThat(scenario.tell(new RejectionRequested(id, "wrong rack", "anna")))
                .containsExactly(new MachineRejected(id, "aarhus", "wrong rack (anna)", scenario.now));
        assertThat(scenario.tell(new RejectionRequested(id, "wrong rack", "anna")))
                .isEmpty();
        assertThat(scenario.announce(Source.NETWORK_BOOT, "aarhus", "", MAC)).isEmpty();
        assertThat(scenario.site("aarhus", Approval.AUTOMATIC)).hasSize(1);
        assertThat(scenario.machine(MAC).lifecycle()).isEqualTo(Lifecycle.REJECTED);

        scenario.tell(new ApprovalRequested(id, ""));
        assertThat(scenario.machine(MAC).history())
                .extracting(Step::lifecycle, Step::reason)
                .containsExactly(
                        tuple(Lifecycle.DISCOVERED, ""),
                        tuple(Lifecycle.REJECTED, "wrong rack (anna)"),
                        tuple(Lifecycle.APPROVED, "a person"));
    }

    @Test
    void refusesToRejectWhatWasLetIn() {
        scenario.tell(new ApprovalRequested(id, "anna"));

        assertThat(refusal(scenario.tell(new RejectionRequested(id, "", "anna")))
                        .reason())
                .contains("aar-1", "APPROVED", "release it instead");
    }

    @Test
    void refusesAnUnknownId() {
        assertThat(refusal(scenario.tell(new ApprovalRequested("nobody", "anna")))
                        .field())
                .isEqualTo("machineId");
        assertThat(refusal(scenario.tell(new RejectionRequested("nobody", "", "anna")))
                        .reason())
                .contains("nobody", "give the id");
    }
}
