package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.NODE;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AssignmentDecisionTest {

    private final Fixture it = new Fixture();

    @Test
    void anAssignmentWhilePoweringOffIsInstalledAfterThat() {
        it.inspecting(REDFISH).ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS));
        PowerCommand off = it.command();

        assertThat(it.tell(new MachineInput.Assigned(NODE)))
                .singleElement()
                .isInstanceOfSatisfying(InstallationStarted.class, started -> {
                    assertThat(started.assignment()).isEqualTo(NODE);
                    assertThat(started.attempt()).isEqualTo(new Attempt(101));
                });
        assertThat(it.command()).isEqualTo(off);
        it.ended(off, Outcome.TRANSIENT_FAILURE);
        assertThat(it.command().action()).isEqualTo(Action.BOOT_FROM_NETWORK);
        assertThat(it.command().attempt()).isOne();
    }

    @Test
    void anAssignmentThatCannotBeCarriedOutYetIsKept() {
        it.releasing();
        Assignment other = new Assignment("large.copenhagen", "cph-1");
        it.tell(new MachineInput.Assigned(other));
        it.failed();
        assertThat(it.known().phase().assigned()).contains(other);
        it.tell(new MachineInput.RetryRequested());

        assertThat(it.tell(new MachineInput.WipeReported(it.nonce(), List.of(), "discard")))
                .extracting(Object::getClass)
                .startsWith(classes(Wiped.class, InstallationStarted.class));
        assertThat(it.known().phase().assigned()).contains(other);
    }

    @Test
    void anAssignmentThatIsTakenBackIsForgotten() {
        it.releasing();
        it.tell(new MachineInput.Assigned(NODE));
        it.tell(new MachineInput.Unassigned(NODE.clusterId()));
        assertThat(it.tell(new MachineInput.WipeReported(it.nonce(), List.of(), "discard")))
                .extracting(Object::getClass)
                .contains(classes(BecameAvailable.class));
    }

    @Test
    void anAssignmentWhileFailedStaysFailedAndIsInstalledAfterARetry() {
        it.inspecting(REDFISH).failed();
        assertThat(it.tell(new MachineInput.Assigned(NODE))).singleElement().isInstanceOf(NextChanged.class);
        assertThat(it.known().phase()).isInstanceOf(Phase.Failed.class);
        it.tell(new MachineInput.RetryRequested());
        it.tell(new MachineInput.InspectionReported(it.nonce(), FACTS));
        assertThat(((Phase.Doing) it.known().phase()).job()).isEqualTo(new Job.Installation(FACTS, NODE));
    }

    @Test
    void aChangedProfileIsForTheNextAttempt() {
        Assignment first = NODE.installedBy(Optional.of(Fixture.order(1)));
        Assignment second = NODE.installedBy(Optional.of(Fixture.order(2)));
        it.available();
        assertThat(it.tell(new MachineInput.Assigned(first)))
                .first()
                .isInstanceOfSatisfying(
                        InstallationStarted.class,
                        started -> assertThat(started.assignment()).isEqualTo(first));
        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.tell(new MachineInput.Assigned(second))).hasOnlyElementsOfType(NextChanged.class);
        assertThat(it.tell(new MachineInput.Assigned(second))).isEmpty();
        assertThat(script().install()).as("the attempt under way").contains(Fixture.order(1));

        it.tell(new MachineInput.FailureReported(it.nonce(), "disk is broken"));
        it.nextDeadline();
        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(script().install()).as("the next one").contains(Fixture.order(2));

        it.tell(new MachineInput.PhoneHomeReported(it.nonce()));
        Assignment third = NODE.installedBy(Optional.empty());
        assertThat(it.tell(new MachineInput.Assigned(third))).hasOnlyElementsOfType(NextChanged.class);
        assertThat(it.known().phase()).isEqualTo(new Phase.Active(FACTS, third));
    }

    private BootScript.Work script() {
        return (BootScript.Work)
                BootScript.scriptFor(it.machine, new BootScript.Contact(Fixture.MAC, "copenhagen", Fixture.SELF));
    }

    private static Class<?>[] classes(Class<?>... classes) {
        return classes;
    }
}
