package dev.skerry.provisioner.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.MachineEvent.CommandOver;
import dev.skerry.provisioner.domain.MachineEvent.Commanded;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A machine that boots from virtual media has none when it runs from its disk. */
class MediumTest {

    private static final Bmc MEDIA = new Bmc(
            Bmc.Protocol.REDFISH,
            Fixture.REDFISH.address(),
            Optional.of("sim"),
            Bmc.Boot.VIRTUAL_MEDIA,
            Optional.empty());

    private final Fixture it = new Fixture();

    private Fixture installing() {
        it.inspecting(MEDIA);
        it.ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.InspectionReported(it.nonce(), Fixture.FACTS));
        it.ended(it.command(), Outcome.SUCCEEDED);
        it.tell(new MachineInput.Assigned(Fixture.NODE));
        it.ended(it.command(), Outcome.SUCCEEDED);
        return it;
    }

    private void written() {
        it.tell(new MachineInput.ProgressReported(it.nonce(), new Progress(Progress.REBOOTING, 100)));
    }

    @Test
    void theMediumGoesWhenTheDiskIsWrittenAndOnceMoreWhenTheSystemPhonesHome() {
        installing().tell(new MachineInput.ProgressReported(it.nonce(), new Progress("write-image", 50)));
        assertThat(it.known().power()).isEqualTo(Power.IDLE);

        written();
        PowerCommand first = it.command();
        assertThat(first.action()).isEqualTo(Action.POWER_ON);

        it.tell(new MachineInput.PhoneHomeReported(it.nonce()));
        assertThat(it.command()).isEqualTo(first);
        assertThat(it.ended(first, Outcome.SUCCEEDED))
                .extracting(Object::getClass)
                .containsExactly(CommandOver.class, Commanded.class);
        assertThat(it.command().action()).isEqualTo(Action.POWER_ON);
        assertThat(it.command().taskId()).isNotEqualTo(first.taskId());

        it.ended(it.command(), Outcome.SUCCEEDED);
        assertThat(it.known().phase()).isInstanceOf(Phase.Active.class);
        assertThat(it.known().power()).isEqualTo(Power.IDLE);
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
    }

    @Test
    void aMediumThatStaysEndsNoInstallation() {
        installing();
        written();
        it.ended(it.command(), Outcome.PERMANENT_FAILURE);
        assertThat(it.known().phase()).isInstanceOf(Phase.Doing.class);
        assertThat(it.known().reason()).isEqualTo("because");

        it.tell(new MachineInput.PhoneHomeReported(it.nonce()));
        for (int attempt = 1; attempt < 4; attempt++) {
            it.ended(it.command(), Outcome.TRANSIENT_FAILURE);
            it.nextDeadline();
        }
        it.ended(it.command(), Outcome.TRANSIENT_FAILURE);
        assertThat(it.known().phase()).isInstanceOf(Phase.Active.class);
        assertThat(it.known().reason()).isEqualTo("because");
        assertThat(it.decider.wakeAt(it.machine)).isEmpty();
    }

    @Test
    void aMachineThatBootsFromTheNetworkIsCommandedNothing() {
        it.installing();
        written();
        assertThat(it.known().power()).isEqualTo(Power.IDLE);
        it.tell(new MachineInput.PhoneHomeReported(it.nonce()));
        assertThat(it.known().power()).isEqualTo(Power.IDLE);
    }
}
