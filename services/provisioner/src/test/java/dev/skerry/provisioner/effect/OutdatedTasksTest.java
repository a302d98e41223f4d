package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.Models;
import dev.skerry.provisioner.wire.Bytes;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.provisioning.PowerAction;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class OutdatedTasksTest {

    /** When the states of {@link Models} were written. */
    private static final Instant STATE = Instant.EPOCH;

    private final Models<ProvisioningState> machines = new Models<>();
    private final OutdatedTasks outdated = new OutdatedTasks(machines);

    @BeforeAll
    static void trust() {
        Bytes.trustOurs();
    }

    @Test
    void aTaskThatItsMachinesStateNamesIsNotOutdated() {
        machines.put("m1", state(task(1)));
        assertThat(outdated.test(task(1), writtenAt(STATE))).isFalse();
        assertThat(outdated.test(task(1), writtenAt(STATE.minusSeconds(30)))).isFalse();
    }

    @Test
    void aTaskThatALaterStateDoesNotNameIsOutdated() {
        machines.put("m1", state(null));
        assertThat(outdated.test(task(1), writtenAt(STATE.minusMillis(1)))).isTrue();
        machines.put("m1", state(task(2)));
        assertThat(outdated.test(task(1), writtenAt(STATE.minusMillis(1)))).isTrue();
    }

    @Test
    void anOlderStateOrNoneSaysNothingOfATask() {
        assertThat(outdated.test(task(1), writtenAt(STATE))).isFalse();
        machines.put("m1", state(null));
        assertThat(outdated.test(task(1), writtenAt(STATE))).isFalse();
        assertThat(outdated.test(task(1), writtenAt(STATE.plusMillis(1)))).isFalse();
    }

    @Test
    void aMachineCameUpWhenItsStateNamesTheTaskAsOneToPowerOn() {
        assertThat(outdated.cameUp(task(1))).isFalse();
        machines.put("m1", state(task(1)));
        assertThat(outdated.cameUp(task(1))).isFalse();
        machines.put(
                "m1",
                state(PowerTask.newBuilder(task(1))
                        .setAction(PowerAction.POWER_ON)
                        .build()));
        assertThat(outdated.cameUp(task(1))).isTrue();
        assertThat(outdated.cameUp(task(2))).isFalse();
    }

    private static EventHeaders writtenAt(Instant time) {
        return new EventHeaders("id", "", "", time, "m1", "chain", "id", null);
    }

    private static ProvisioningState state(@Nullable PowerTask task) {
        return ProvisioningState.newBuilder()
                .setMachineId("m1")
                .setName("cph-1")
                .setSite("cph")
                .setMacs(List.of())
                .setBmc(bmc())
                .setPhase(ProvisioningPhase.INSTALLING)
                .setTask(task)
                .setChangedAt(STATE)
                .build();
    }

    private static PowerTask task(int attempt) {
        return PowerTask.newBuilder()
                .setTaskId("m1/101/boot")
                .setMachineId("m1")
                .setAttempt(attempt)
                .setAction(PowerAction.BOOT_FROM_NETWORK)
                .setBmc(bmc())
                .setMacs(List.of())
                .setDeadline(STATE.plusSeconds(60))
                .build();
    }

    private static Bmc bmc() {
        return Bmc.newBuilder()
                .setProtocol(BmcProtocol.REDFISH)
                .setAddress("http://bmc")
                .build();
    }
}
