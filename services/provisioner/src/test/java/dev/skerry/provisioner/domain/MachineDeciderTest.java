package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.NODE;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static dev.skerry.provisioner.domain.Fixture.TIMING;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class MachineDeciderTest {

    private final Fixture it = new Fixture();

    @Test
    void anApprovedMachineIsInspected() {
        List<MachineEvent> events = it.tell(new MachineInput.Approved(Fixture.profile(REDFISH)));

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).isInstanceOfSatisfying(InspectionStarted.class, started -> {
            assertThat(started.attempt()).isEqualTo(new Attempt(1));
            assertThat(started.deadline()).isEqualTo(it.now.plus(TIMING.inspection()));
        });
        assertThat(events.get(1)).isInstanceOfSatisfying(Commanded.class, commanded -> {
            assertThat(commanded.command().action()).isEqualTo(Action.BOOT_FROM_NETWORK);
            assertThat(commanded.command().deadline()).isEqualTo(it.now.plus(TIMING.task()));
        });
    }

    @Test
    void anInspectedMachineBecomesAvailableAndIsPoweredOff() {
        it.inspecting(REDFISH).ended(it.command(), Outcome.SUCCEEDED);

        List<MachineEvent> events = it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS));

        assertThat(events)
                .extracting(Object::getClass)
                .containsExactly(classes(Inspected.class, BecameAvailable.class, Commanded.class));
        assertThat(it.command().action()).isEqualTo(Action.POWER_OFF);
        assertThat(it.known().phase()).isEqualTo(new Phase.Available(FACTS));
    }

    @Test
    void aPhoneHomeMakesItActive() {
        it.installing();

        assertThat(it.tell(new MachineInput.PhoneHomeReported(it.nonce())))
                .containsExactly(new Installed(new Attempt(101), NODE, it.now));
        assertThat(it.known().phase()).isEqualTo(new Phase.Active(FACTS, NODE));
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
    }

    @Test
    void progressOnlyGrows() {
        it.installing();
        assertThat(it.tell(progress("partition", 10))).hasSize(1);
        assertThat(it.tell(progress("write-image", 50))).hasSize(1);
        assertThat(it.tell(progress("write-image", 50))).isEmpty();
        assertThat(it.tell(progress("partition", 10))).isEmpty();
        assertThat(it.tell(progress(Progress.REBOOTING, 0))).hasSize(1);
        assertThat(it.tell(progress("write-image", 99))).isEmpty();
    }

    @Test
    void aReleasedNodeIsWipedAndAvailableAgain() {
        it.releasing();
        assertThat(it.known().attempt()).isEqualTo(new Attempt(201));

        assertThat(it.tell(new MachineInput.WipeReported(it.nonce(), List.of("S1"), "discard")))
                .extracting(Object::getClass)
                .containsExactly(classes(Wiped.class, BecameAvailable.class, Commanded.class));
        assertThat(it.command().action()).isEqualTo(Action.POWER_OFF);
    }

    @Test
    void aReleaseByThePlannerOfAnotherClusterIsLate() {
        it.active();
        assertThat(it.tell(new MachineInput.Unassigned("other.copenhagen"))).isEmpty();
    }

    static Stream<Arguments> releasable() {
        return Stream.of(
                Arguments.of("available", new Fixture().available()),
                Arguments.of("active", new Fixture().active()),
                Arguments.of("installing", new Fixture().installing()),
                Arguments.of("failed installation", new Fixture().installing().failed()),
                Arguments.of("failed wipe", new Fixture().releasing().failed()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("releasable")
    void aPersonReleasesAMachine(String phase, Fixture machine) {
        assertThat(machine.tell(new MachineInput.ReleaseRequested()))
                .extracting(Object::getClass)
                .containsExactly(classes(ReleaseStarted.class, Commanded.class));
        assertThat(machine.tell(new MachineInput.ReleaseRequested())).isEmpty();
    }

    static Stream<Arguments> failing() {
        return Stream.of(
                Arguments.of(Step.INSPECTION, new Fixture().inspecting(REDFISH)),
                Arguments.of(Step.INSTALLATION, new Fixture().installing()),
                Arguments.of(Step.RELEASE, new Fixture().releasing()));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void workIsTriedThreeTimesAndThenStandsAsFailedUntilAPersonRetries(Step step, Fixture machine) {
        List<String> nonces = new java.util.ArrayList<>();
        for (int attempt = 1; attempt <= 3; attempt++) {
            String nonce = machine.nonce();
            assertThat(nonces).doesNotContain(nonce);
            nonces.add(nonce);
            MachineEvent failed = machine.tell(new MachineInput.FailureReported(nonce, "disk is broken"))
                    .getFirst();
            if (attempt < 3) {
                assertThat(failed).isInstanceOfSatisfying(AttemptFailed.class, e -> {
                    assertThat(e.during()).isEqualTo(step);
                    assertThat(e.retryAt()).isAfter(machine.now);
                });
                while (!(machine.known().phase() instanceof Phase.Doing)) {
                    machine.nextDeadline();
                }
            } else {
                assertThat(failed).isEqualTo(new GaveUp(step, "disk is broken", 3, machine.now));
            }
        }
        int last = machine.known().attempt().number();

        MachineEvent started = machine.tell(new MachineInput.RetryRequested()).getFirst();

        assertThat(started).isInstanceOf(AttemptStarted.class);
        assertThat(machine.known().attempt().number()).isGreaterThan(last);
        assertThat(machine.known().attempt().tries()).isOne();
        assertThat(((Phase.Doing) machine.known().phase()).job().step()).isEqualTo(step);
        assertThat(nonces).doesNotContain(machine.nonce());
        assertThat(machine.tell(new MachineInput.RetryRequested())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("failing")
    void silenceEndsAnAttempt(Step step, Fixture machine) {
        if (machine.known().power() instanceof Power.InFlight(PowerCommand boot)) {
            machine.ended(boot, Outcome.SUCCEEDED);
        }
        assertThat(machine.nextDeadline())
                .singleElement()
                .isInstanceOfSatisfying(
                        AttemptFailed.class, e -> assertThat(e.reason()).contains("before the deadline"));
    }

    @ParameterizedTest
    @MethodSource("failing")
    void whatNamesAnotherAttemptIsDropped(Step step, Fixture machine) {
        for (MachineInput.Report report : List.<MachineInput.Report>of(
                new MachineInput.InspectionReported("old", FACTS),
                new MachineInput.ProgressReported("old", new Progress("x", 1)),
                new MachineInput.PhoneHomeReported("old"),
                new MachineInput.WipeReported("old", List.of(), ""),
                new MachineInput.FailureReported("old", "x"))) {
            assertThat(machine.tell(report)).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("failing")
    void aReportOfAnotherKindOfWorkIsDropped(Step step, Fixture machine) {
        String nonce = machine.nonce();
        Map<Step, MachineInput> ends = Map.of(
                Step.INSPECTION, new MachineInput.InspectionReported(nonce, FACTS),
                Step.INSTALLATION, new MachineInput.PhoneHomeReported(nonce),
                Step.RELEASE, new MachineInput.WipeReported(nonce, List.of(), ""));
        ends.forEach((other, report) -> {
            if (other != step) {
                assertThat(machine.tell(report)).isEmpty();
            }
        });
        assertThat(machine.tell(java.util.Objects.requireNonNull(ends.get(step))))
                .isNotEmpty();
    }

    static Stream<Arguments> refused() {
        Assignment other = new Assignment("large.copenhagen", "cph-9");
        return Stream.of(
                Arguments.of("retry of nobody", new Fixture(), new MachineInput.RetryRequested()),
                Arguments.of("release of nobody", new Fixture(), new MachineInput.ReleaseRequested()),
                Arguments.of("assignment of nobody", new Fixture(), new MachineInput.Assigned(NODE)),
                Arguments.of("second assignment", new Fixture().active(), new MachineInput.Assigned(other)),
                Arguments.of("second while installing", new Fixture().installing(), new MachineInput.Assigned(other)),
                Arguments.of(
                        "release before the inspection",
                        new Fixture().inspecting(REDFISH),
                        new MachineInput.ReleaseRequested()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void whatCannotBeIsRefusedWithAReason(String what, Fixture machine, MachineInput input) {
        Machine before = machine.machine;
        assertThat(machine.tell(input))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).isNotBlank());
        assertThat(machine.machine).isEqualTo(before);
    }

    @Test
    void aRetiredMachineIsLeftAloneAndMayComeBack() {
        it.active();
        it.tell(new MachineInput.Withdrawn());
        assertThat(it.tell(new MachineInput.Withdrawn())).isEmpty();
        assertThat(it.tell(new MachineInput.RetryRequested())).singleElement().isInstanceOf(Refused.class);
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();

        it.tell(new MachineInput.Approved(Fixture.profile(REDFISH)));

        assertThat(it.known().attempt()).isEqualTo(new Attempt(201));
        assertThat(((Phase.Doing) it.known().phase()).job()).isEqualTo(new Job.Inspection(Optional.empty()));
    }

    @Test
    void attemptsCountUpOverTheWholeLife() {
        assertThat(Attempt.NONE.anew()).isEqualTo(new Attempt(1));
        assertThat(new Attempt(3).anew()).isEqualTo(new Attempt(101));
        assertThat(new Attempt(101).again()).isEqualTo(new Attempt(102));
        assertThat(new Attempt(203).tries()).isEqualTo(3);
    }

    private MachineInput progress(String step, int percent) {
        return new MachineInput.ProgressReported(it.nonce(), new Progress(step, percent));
    }

    private static Class<?>[] classes(Class<?>... classes) {
        return classes;
    }
}
