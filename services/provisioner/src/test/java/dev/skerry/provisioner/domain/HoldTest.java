package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.NODE;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.HoldRequested;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.MachineInput.UnholdRequested;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HoldTest {

    private static final HoldRequested HOLD = new HoldRequested("the fan is replaced");

    private final Fixture it = new Fixture();

    @Test
    void aHoldIsToldWithItsReasonAndOnce() {
        it.active();
        assertThat(it.tell(HOLD)).containsExactly(new Held("the fan is replaced", it.now));
        assertThat(it.known().hold()).contains(new Machine.Hold("the fan is replaced", it.now));
        assertThat(it.tell(HOLD)).as("asked twice").isEmpty();
        assertThat(it.tell(new HoldRequested("the board too"))).hasSize(1);
        assertThat(it.known().phase()).as("it keeps its place").isEqualTo(new Phase.Active(FACTS, NODE));
        assertThat(it.tell(new UnholdRequested())).containsExactly(new Unheld(it.now));
        assertThat(it.tell(new UnholdRequested())).isEmpty();
    }

    @Test
    void aHeldMachineIsNotInstalledAndIsOfferedAgainAfterwards() {
        it.available().tell(HOLD);
        assertThat(it.tell(new MachineInput.Assigned(NODE)))
                .as("taken before the planner heard of it")
                .isEmpty();
        assertThat(it.tell(new UnholdRequested())).startsWith(new Unheld(it.now), new BecameAvailable(FACTS, it.now));
    }

    @Test
    void workUnderWayEndsAndIsFollowedByNone() {
        it.inspecting(REDFISH).ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.Assigned(NODE));
        it.tell(HOLD);
        assertThat(it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS)))
                .as("neither installed nor switched off")
                .extracting(Object::getClass)
                .containsExactly(List.of(Inspected.class, BecameAvailable.class).toArray(Class[]::new));
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
        it.tell(new UnholdRequested());
        assertThat(it.command().action()).isEqualTo(PowerCommand.Action.POWER_OFF);
    }

    @Test
    void theNextTryWaitsForTheEndOfTheHold() {
        it.installing().tell(HOLD);
        it.tell(new MachineInput.FailureReported(it.nonce(), "disk is busy"));
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
        it.later(Duration.ofDays(3));
        assertThat(it.tell(new MachineInput.Woken())).isEmpty();
        assertThat(it.tell(new UnholdRequested()))
                .element(1)
                .isInstanceOfSatisfying(InstallationStarted.class, begun -> {
                    assertThat(begun.attempt()).isEqualTo(new Attempt(102));
                    assertThat(begun.deadline()).isEqualTo(it.now.plus(Fixture.TIMING.installation()));
                });
    }

    @Test
    void aPowerCommandOfWorkUnderWayIsRepeatedAndAnotherIsNot() {
        it.inspecting(REDFISH).tell(HOLD);
        it.ended(it.command(), Outcome.TRANSIENT_FAILURE);
        assertThat(it.nextDeadline()).as("of the inspection").first().isInstanceOf(Commanded.class);
        Fixture idle = new Fixture().inspecting(REDFISH);
        idle.ended(idle.command(), Outcome.SUCCEEDED);
        idle.tell(new MachineInput.InspectionReported(idle.nonce(), FACTS));
        idle.tell(HOLD);
        idle.ended(idle.command(), Outcome.TRANSIENT_FAILURE);
        assertThat(idle.decider.wakeAt(idle.machine)).isEmpty();
        assertThat(idle.later(Duration.ofMinutes(5)).tell(new MachineInput.Woken()))
                .isEmpty();
    }

    @Test
    void aNodeThatIsReleasedMeanwhileIsWipedAfterwards() {
        it.active().tell(HOLD);
        assertThat(it.tell(new MachineInput.Unassigned(NODE.clusterId())))
                .singleElement()
                .isInstanceOf(Deferred.class);
        assertThat(it.known().phase().assigned()).isEmpty();
        assertThat(it.tell(new UnholdRequested()))
                .element(1)
                .isInstanceOfSatisfying(
                        ReleaseStarted.class,
                        begun -> assertThat(begun.attempt()).isEqualTo(new Attempt(201)));
    }

    static List<MachineInput> work() {
        return List.of(
                new MachineInput.ReleaseRequested(),
                new MachineInput.RetirementRequested(),
                new MachineInput.RetryRequested(),
                new MachineInput.ReinstallRequested());
    }

    @ParameterizedTest
    @MethodSource("work")
    void newWorkIsRefusedWithTheReason(MachineInput asked) {
        it.installing().failed().tell(HOLD);
        assertThat(it.tell(asked)).singleElement().isInstanceOfSatisfying(Refused.class, refused -> {
            assertThat(refused.field()).isEqualTo("machineId");
            assertThat(refused.reason()).contains("the fan is replaced").contains("unhold it first");
        });
    }

    @Test
    void aMachineThatLeavesTheFleetIsNotHeldWhenItComesBack() {
        it.active().tell(HOLD);
        it.tell(new MachineInput.Withdrawn());
        assertThat(it.known().hold()).isEmpty();
        assertThat(it.tell(HOLD)).singleElement().isInstanceOf(Refused.class);
    }
}
