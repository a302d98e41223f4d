package dev.skerry.provisioner.wire;

import static dev.skerry.provisioner.domain.Fixture.SELF;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Fixture;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.provisioner.domain.MachineInput;
import dev.skerry.provisioner.domain.Phase;
import dev.skerry.runtime.Outgoing;
import dev.skerry.schemas.provisioning.PersonAwaited;
import dev.skerry.schemas.provisioning.PersonNoLongerAwaited;
import dev.skerry.schemas.provisioning.PowerTask;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

/** A machine whose power nothing but a person controls. */
class ManualPowerTest {

    private final Fixture it = new Fixture();
    private final List<SpecificRecord> told = new ArrayList<>();

    @Test
    void aPersonIsAskedUntilTheMachineBootsAndNoTaskIsGiven() {
        tell(new MachineInput.Approved(Fixture.profile(Fixture.MANUAL)));
        assertThat(awaited().getSince()).isEqualTo(it.now);
        assertThat(awaited().getUntil()).isEqualTo(it.now.plus(Fixture.TIMING.inspection()));
        tell(new MachineInput.Contacted(BootScript.Kind.INSPECT, Fixture.MAC, SELF));
        assertThat(told.getLast()).isInstanceOf(PersonNoLongerAwaited.class);
        tell(new MachineInput.InspectionReported(it.nonce(), Fixture.FACTS));
        assertThat(it.decider.wakeAt(it.machine)).as("it waits in its script").isEmpty();
        tell(new MachineInput.Assigned(Fixture.NODE));
        assertThat(awaited().getUntil()).isEqualTo(it.now.plus(Fixture.TIMING.installation()));
        tell(new MachineInput.Contacted(BootScript.Kind.INSTALL, Fixture.MAC, SELF));
        tell(new MachineInput.PhoneHomeReported(it.nonce()));
        tell(new MachineInput.ReinstallRequested());
        assertThat(awaited().getSince()).as("it runs and is to be reset").isEqualTo(it.now);
        assertThat(told).doesNotHaveAnyElementsOfTypes(PowerTask.class);
    }

    @Test
    void aPersonWhoDoesNotComeIsAskedAgainAndThenTheMachineFails() {
        tell(new MachineInput.Approved(Fixture.profile(Fixture.MANUAL)));
        while (it.decider.wakeAt(it.machine).isPresent()) {
            it.now = it.decider.wakeAt(it.machine).orElseThrow();
            tell(new MachineInput.Woken());
        }
        assertThat(it.known().phase()).isInstanceOf(Phase.Failed.class);
        assertThat(it.known().reason()).contains("nobody powered it on");
        assertThat(told).filteredOn(PersonAwaited.class::isInstance).hasSize(3);
        assertThat(told).doesNotHaveAnyElementsOfTypes(PowerTask.class);
    }

    private PersonAwaited awaited() {
        return (PersonAwaited) told.stream()
                .filter(PersonAwaited.class::isInstance)
                .reduce((_, newer) -> newer)
                .orElseThrow();
    }

    private void tell(MachineInput input) {
        for (MachineEvent event : it.tell(input)) {
            for (Outgoing outgoing : new MachineWire().outgoing(event, it.machine)) {
                if (outgoing instanceof Outgoing.Publish publish) {
                    told.add(publish.value());
                }
            }
        }
    }
}
