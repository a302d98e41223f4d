package dev.skerry.provisioner.domain;

import static dev.skerry.provisioner.domain.Fixture.FACTS;
import static dev.skerry.provisioner.domain.Fixture.NODE;
import static dev.skerry.provisioner.domain.Fixture.REDFISH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.MachineInput.ReinstallRequested;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ReinstallationTest {

    private final Fixture it = new Fixture();

    @Test
    void aNodeIsInstalledAgainAsTheSameNode() {
        it.active();
        String before = ((InstallationStarted) it.history.stream()
                        .filter(InstallationStarted.class::isInstance)
                        .findFirst()
                        .orElseThrow())
                .nonce();
        assertThat(it.tell(new ReinstallRequested()))
                .first()
                .isInstanceOfSatisfying(InstallationStarted.class, started -> {
                    assertThat(started.assignment()).isEqualTo(NODE);
                    assertThat(started.attempt()).isEqualTo(new Attempt(201));
                    assertThat(started.nonce()).isNotEqualTo(before);
                    assertThat(started.deadline()).isEqualTo(it.now.plus(Fixture.TIMING.installation()));
                });
        assertThat(it.command().action()).isEqualTo(PowerCommand.Action.BOOT_FROM_NETWORK);
        assertThat(it.tell(new ReinstallRequested())).as("asked twice").isEmpty();
        assertThat(it.tell(new MachineInput.PhoneHomeReported(before)))
                .as("the old system")
                .isEmpty();
        it.ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.PhoneHomeReported(it.nonce()));
        assertThat(it.known().phase()).isEqualTo(new Phase.Active(FACTS, NODE));
    }

    @Test
    void aFailedInstallationIsBegunAnew() {
        it.installing().failed();
        assertThat(it.tell(new ReinstallRequested())).first().isInstanceOf(InstallationStarted.class);
        it.failed();
        assertThat(it.known().phase()).isEqualTo(new Phase.Failed(new Job.Installation(FACTS, NODE)));
    }

    static Stream<Arguments> others() {
        return Stream.of(
                Arguments.of(new Fixture(), "approve it first"),
                Arguments.of(new Fixture().inspecting(REDFISH), "wait until it is over"),
                Arguments.of(new Fixture().available(), "when a clustering takes it"),
                Arguments.of(new Fixture().releasing(), "wait until it is over"),
                Arguments.of(new Fixture().releasing().failed(), "retry what failed"));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whatIsNoNodeIsNotInstalledAgain(Fixture machine, String remedy) {
        assertThat(machine.tell(new ReinstallRequested()))
                .singleElement()
                .isInstanceOfSatisfying(Refused.class, refused -> {
                    assertThat(refused.field()).isEqualTo("machineId");
                    assertThat(refused.reason()).contains(remedy);
                });
    }
}
