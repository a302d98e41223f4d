package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.NODE;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.BecameAvailable;
import dev.skerry.provisioner.domain.MachineEvent.Commanded;
import dev.skerry.provisioner.domain.MachineEvent.Refused;
import dev.skerry.provisioner.domain.MachineEvent.ReleaseStarted;
import dev.skerry.provisioner.domain.MachineEvent.Retired;
import dev.skerry.provisioner.domain.MachineEvent.RetirementOrdered;
import dev.skerry.provisioner.domain.MachineEvent.Wiped;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.MachineInput.RetirementRequested;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.util.List;
import org.junit.jupiter.api.Test;

class RetirementTest {

    private final Fixture it = new Fixture();

    @Test
    void anActiveMachineIsWipedBeforeItLeaves() {
        it.active();
        assertThat(it.tell(new RetirementRequested()))
                .extracting(Object::getClass)
                .containsExactly(List.of(ReleaseStarted.class, Commanded.class, RetirementOrdered.class)
                        .toArray(Class[]::new));
        assertThat(it.tell(new RetirementRequested())).as("asked twice").isEmpty();
        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.tell(new MachineInput.WipeReported(it.nonce(), List.of("S1"), "discard")))
                .extracting(Object::getClass)
                .containsExactly(
                        List.of(Wiped.class, Retired.class, Commanded.class).toArray(Class[]::new));
        assertThat(it.known().phase()).isEqualTo(new Phase.Retired());
        assertThat(it.command().action()).isEqualTo(Action.POWER_OFF);
        assertThat(it.ended(it.command(), Outcome.SUCCEEDED)).hasSize(1);
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
        assertThat(it.tell(new MachineInput.Withdrawn()))
                .as("inventory says so too")
                .isEmpty();
    }

    @Test
    void aRetirementOutlivesARetriedWipe() {
        it.active();
        it.tell(new RetirementRequested());
        it.tell(new MachineInput.FailureReported(it.nonce(), "disk is busy"));
        it.nextDeadline();
        it.tell(new MachineInput.WipeReported(it.nonce(), List.of("S1"), "discard"));
        assertThat(it.known().phase()).isEqualTo(new Phase.Retired());
    }

    @Test
    void aReleaseUnderWayBecomesARetirement() {
        it.releasing();
        assertThat(it.tell(new RetirementRequested())).containsExactly(new RetirementOrdered(it.now));
        assertThat(it.tell(new MachineInput.Assigned(NODE)))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains("choose another"));
        assertThat(it.tell(new MachineInput.WipeReported(it.nonce(), List.of("S1"), "discard")))
                .doesNotHaveAnyElementsOfTypes(BecameAvailable.class);
    }

    @Test
    void aMachineThatWasNeverInspectedLeavesAtOnce() {
        it.inspecting(REDFISH).failed();
        assertThat(it.tell(new RetirementRequested())).first().isInstanceOf(Retired.class);
        assertThat(it.known().phase()).isEqualTo(new Phase.Retired());
    }

    @Test
    void aRetiredMachineComesBackByApproval() {
        it.active();
        it.tell(new RetirementRequested());
        it.tell(new MachineInput.WipeReported(it.nonce(), List.of("S1"), "discard"));
        it.tell(new MachineInput.Approved(Fixture.profile(REDFISH)));
        assertThat(it.known().phase()).isInstanceOf(Phase.Doing.class);
    }
}
