package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.MAC;
import static dev.skerry.provisioner.domain.Fixture.NODE;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static dev.skerry.provisioner.domain.Fixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.MachineInput.RescueEndRequested;
import dev.skerry.provisioner.domain.MachineInput.RescueReported;
import dev.skerry.provisioner.domain.MachineInput.RescueRequested;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RescueTest {

    private static final RescueRequested RESCUE = new RescueRequested("ssh-ed25519 AAAAC3Nz ada");
    private static final SshServer SERVER = new SshServer("10.0.0.11", "SHA256:" + "x".repeat(43));

    private final Fixture it = new Fixture();

    @Test
    void aNodeIsRescuedAndStartsFromItsDiskAgain() {
        it.active();
        assertThat(it.tell(RESCUE)).first().isInstanceOfSatisfying(RescueStarted.class, started -> {
            assertThat(started.attempt()).isEqualTo(new Attempt(201));
            assertThat(started.job().sshKey()).isEqualTo("ssh-ed25519 AAAAC3Nz ada");
        });
        assertThat(it.command().action()).isEqualTo(Action.BOOT_FROM_NETWORK);
        assertThat(script()).isEqualTo(new BootScript.Work(BootScript.Kind.RESCUE, it.nonce()));
        assertThat(it.known().phase().assigned()).as("it keeps its place").contains(NODE);
        it.ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.ProgressReported(it.nonce(), new Progress("start-ssh", 100)));
        assertThat(script().kind()).as("its disk is not written").isEqualTo(BootScript.Kind.RESCUE);
        String nonce = it.nonce();
        assertThat(it.tell(new RescueReported(nonce, SERVER)))
                .containsExactly(new RescueReady(new Attempt(201), SERVER, it.now));
        assertThat(it.decider.wakeAt(it.machine)).as("until a person ends it").isEmpty();
        assertThat(it.tell(new RescueReported(nonce, SERVER))).as("told twice").isEmpty();
        assertThat(script()).as("it boots again").isEqualTo(new BootScript.Work(BootScript.Kind.RESCUE, nonce));
        assertThat(it.tell(new RescueReported(nonce, new SshServer("10.0.0.12", SERVER.hostKey()))))
                .hasSize(1);
        assertThat(it.tell(new RescueEndRequested()))
                .extracting(Object::getClass)
                .containsExactly(List.of(RescueEnded.class, Commanded.class).toArray(Class[]::new));
        assertThat(it.known().phase()).isEqualTo(new Phase.Active(FACTS, NODE, true));
        assertThat(it.command().action()).isEqualTo(Action.BOOT_FROM_NETWORK);
        assertThat(script()).isInstanceOf(BootScript.LocalDisk.class);
        it.contacted(BootScript.Kind.LOCAL_DISK, SELF);
        assertThat(it.command().action()).as("it is not restarted twice").isEqualTo(Action.POWER_ON);
        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
        assertThat(it.tell(new RescueEndRequested())).as("ended twice").isEmpty();
    }

    @Test
    void theRestartAfterARescueIsTriedAgain() {
        it.active().tell(RESCUE);
        PowerCommand boot = it.command();
        it.tell(new RescueReported(it.nonce(), SERVER));
        it.tell(new RescueEndRequested());
        assertThat(it.command()).as("its own is still in flight").isEqualTo(boot);
        it.ended(boot, Outcome.SUCCEEDED);
        assertThat(it.command().taskId()).endsWith("/disk");
        it.ended(it.command(), Outcome.TRANSIENT_FAILURE);
        assertThat(it.nextDeadline()).singleElement().isInstanceOf(Commanded.class);
    }

    @Test
    void aMachineWithoutWorkWaitsForSomeAgain() {
        it.available().tell(RESCUE);
        assertThat(it.tell(new MachineInput.Assigned(NODE))).as("taken in vain").isEmpty();
        it.ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new RescueReported(it.nonce(), SERVER));
        assertThat(it.tell(new RescueEndRequested()))
                .extracting(Object::getClass)
                .containsExactly(List.of(RescueEnded.class, BecameAvailable.class, Commanded.class)
                        .toArray(Class[]::new));
        assertThat(it.command().action()).isEqualTo(Action.POWER_OFF);
    }

    @Test
    void aFailedMachineIsAsFailedAfterwardsAndSaysWhy() {
        it.installing().failed();
        Phase before = it.known().phase();
        it.tell(RESCUE);
        it.tell(new RescueReported(it.nonce(), SERVER));
        it.tell(new RescueEndRequested());
        assertThat(it.known().phase()).isEqualTo(before);
        assertThat(it.known().reason()).isEqualTo("disk is broken");
    }

    @Test
    void aRescueThatDoesNotComeUpIsRetriedAndThenFailsAndCanStillBeEnded() {
        it.active().tell(RESCUE);
        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.nextDeadline())
                .singleElement()
                .isInstanceOfSatisfying(
                        AttemptFailed.class,
                        failed -> assertThat(failed.reason()).contains("no SSH server answered"));
        it.failed();
        assertThat(it.known().phase()).isInstanceOf(Phase.Failed.class);
        assertThat(it.history).filteredOn(RescueStarted.class::isInstance).hasSize(3);
        assertThat(it.tell(new MachineInput.RetryRequested())).first().isInstanceOf(RescueStarted.class);
        it.failed();
        it.tell(new RescueEndRequested());
        assertThat(it.known().phase()).isEqualTo(new Phase.Active(FACTS, NODE, true));
    }

    @Test
    void aNodeThatIsReleasedMeanwhileIsWipedOnlyAfterTheRescue() {
        it.active().tell(RESCUE);
        it.tell(new RescueReported(it.nonce(), SERVER));
        it.tell(new MachineInput.Unassigned(NODE.clusterId()));
        assertThat(script().kind()).isEqualTo(BootScript.Kind.RESCUE);
        assertThat(it.known().phase().assigned()).isEmpty();
        assertThat(it.tell(new RescueEndRequested()))
                .extracting(Object::getClass)
                .startsWith(RescueEnded.class, ReleaseStarted.class);
    }

    @Test
    void aTryThatWaitedBeginsAfterTheRescue() {
        it.installing();
        it.tell(new MachineInput.FailureReported(it.nonce(), "disk is busy"));
        it.tell(new MachineInput.HoldRequested("a look at the disk"));
        it.tell(RESCUE);
        it.tell(new RescueReported(it.nonce(), SERVER));
        it.later(java.time.Duration.ofHours(1)).tell(new RescueEndRequested());
        assertThat(it.known().phase()).as("on hold still").isInstanceOf(Phase.Waiting.class);
        assertThat(it.tell(new MachineInput.UnholdRequested())).element(1).isInstanceOf(InstallationStarted.class);
    }

    static Stream<Arguments> refused() {
        Fixture another = new Fixture().active();
        another.tell(new RescueRequested("ssh-ed25519 AAAAC3Nz bob"));
        return Stream.of(
                Arguments.of(new Fixture(), "approve it first"),
                Arguments.of(new Fixture().inspecting(REDFISH), "wait until it is over"),
                Arguments.of(another, "with another key: end that first"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void isRefusedWithTheRemedy(Fixture machine, String remedy) {
        assertThat(machine.tell(RESCUE))
                .singleElement()
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.reason()).contains(remedy));
    }

    @Test
    void otherWorkWaitsForItsEnd() {
        it.active().tell(RESCUE);
        for (MachineInput asked : List.of(
                new MachineInput.ReleaseRequested(),
                new MachineInput.RetirementRequested(),
                new MachineInput.ReinstallRequested())) {
            assertThat(it.tell(asked))
                    .singleElement()
                    .isInstanceOfSatisfying(
                            Refused.class,
                            refused -> assertThat(refused.reason()).contains("end that first"));
        }
    }

    private BootScript script() {
        return BootScript.scriptFor(it.known(), new BootScript.Contact(MAC, "copenhagen", SELF));
    }
}
