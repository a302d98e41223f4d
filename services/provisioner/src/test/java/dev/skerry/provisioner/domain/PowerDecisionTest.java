package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PowerDecisionTest {

    private final Fixture it = new Fixture();

    @Test
    void withoutAPowerControllerNothingIsPoweredOff() {
        it.inspecting(Bmc.NONE).ended(it.command(), Outcome.SUCCEEDED);

        assertThat(it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS)))
                .extracting(Object::getClass)
                .containsExactly(classes(Inspected.class, BecameAvailable.class));
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
    }

    @Test
    void aReportThatOvertakesThePowerCommandsOutcomeIsTakenAndTheNextCommandWaits() {
        it.inspecting(REDFISH);
        PowerCommand boot = it.command();

        assertThat(it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS)))
                .extracting(Object::getClass)
                .containsExactly(classes(Inspected.class, BecameAvailable.class));
        assertThat(it.command()).isEqualTo(boot);
        assertThat(it.ended(boot, Outcome.SUCCEEDED))
                .extracting(Object::getClass)
                .containsExactly(classes(CommandOver.class, Commanded.class));
        assertThat(it.command().action()).isEqualTo(Action.POWER_OFF);
    }

    @Test
    void aFailingPowerCommandIsRepeatedWithGrowingNumbersAndThenEndsTheAttempt() {
        it.inspecting(REDFISH);
        for (int attempt = 1; attempt < 4; attempt++) {
            assertThat(it.command().attempt()).isEqualTo(attempt);
            assertThat(it.ended(it.command(), Outcome.TRANSIENT_FAILURE))
                    .singleElement()
                    .isInstanceOf(CommandRested.class);
            assertThat(it.nextDeadline()).singleElement().isInstanceOf(Commanded.class);
        }
        assertThat(it.ended(it.command(), Outcome.TRANSIENT_FAILURE))
                .extracting(Object::getClass)
                .containsExactly(classes(CommandOver.class, AttemptFailed.class));
    }

    @Test
    void aPermanentPowerFailureEndsTheAttemptAtOnce() {
        it.inspecting(REDFISH);
        assertThat(it.ended(it.command(), Outcome.PERMANENT_FAILURE))
                .extracting(Object::getClass)
                .containsExactly(classes(CommandOver.class, AttemptFailed.class));
        assertThat(it.known().reason()).isEqualTo("because");
    }

    @Test
    void aPowerOffThatFailsForGoodLeavesTheMachineAvailable() {
        it.inspecting(REDFISH).ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS));
        it.ended(it.command(), Outcome.PERMANENT_FAILURE);

        assertThat(it.known().phase()).isEqualTo(new Phase.Available(FACTS));
        assertThat(it.known().reason()).isEqualTo("because");
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
    }

    @Test
    void aLateOrRepeatedOutcomeIsDropped() {
        it.inspecting(REDFISH);
        PowerCommand first = it.command();
        it.ended(first, Outcome.TRANSIENT_FAILURE);
        assertThat(it.ended(first, Outcome.SUCCEEDED)).isEmpty();
        it.nextDeadline();
        assertThat(it.ended(first, Outcome.PERMANENT_FAILURE)).isEmpty();
        assertThat(it.command().attempt()).isEqualTo(2);
    }

    @Test
    void aMachineThatCameUpIsNotRestartedWhenTheOutcomeIsLost() {
        it.inspecting(REDFISH);
        assertThat(it.contacted(BootScript.Kind.WAIT, Fixture.SELF)).isEmpty();
        assertThat(it.contacted(BootScript.Kind.INSPECT, Fixture.SELF))
                .extracting(Object::getClass)
                .containsExactly(List.of(Recognised.class, CameUp.class).toArray(Class[]::new));
        assertThat(it.contacted(BootScript.Kind.INSPECT, Fixture.SELF)).isEmpty();
        assertThat(it.nextDeadline()).singleElement().isInstanceOf(CommandOver.class);
        assertThat(it.known().phase()).isInstanceOf(Phase.Doing.class);
    }

    @Test
    void aNewPowerControllerIsUsedForTheNextCommand() {
        it.inspecting(Bmc.NONE).ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.tell(new MachineInput.Approved(Fixture.profile(REDFISH))))
                .singleElement()
                .isInstanceOf(ProfileChanged.class);
        assertThat(it.tell(new MachineInput.Approved(Fixture.profile(REDFISH)))).isEmpty();
        it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS));
        assertThat(it.command().action()).isEqualTo(Action.POWER_OFF);
    }

    @Test
    void aDeadlineThatComesWhileACommandIsInFlightWaitsForItBeforeTheNext() {
        it.inspecting(REDFISH);
        PowerCommand first = it.command();
        it.tell(new MachineInput.FailureReported(it.nonce(), "no disk"));
        it.later(Duration.ofSeconds(11)).tell(new MachineInput.Woken());
        assertThat(it.known().attempt()).isEqualTo(new Attempt(2));
        assertThat(it.command()).isEqualTo(first);
        assertThat(it.nextDeadline())
                .extracting(Object::getClass)
                .containsExactly(classes(CommandOver.class, Commanded.class));
        assertThat(it.command().taskId()).isNotEqualTo(first.taskId());
    }

    private static Class<?>[] classes(Class<?>... classes) {
        return classes;
    }
}
