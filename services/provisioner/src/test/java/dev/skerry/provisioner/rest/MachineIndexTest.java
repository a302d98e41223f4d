package dev.skerry.provisioner.rest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.Models;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class MachineIndexTest {

    private final Models<ProvisioningState> machines = new Models<>();
    private final MachineIndex index = new MachineIndex(machines);

    @BeforeAll
    static void trust() {
        dev.skerry.provisioner.wire.Bytes.trustOurs();
    }

    @Test
    void followsWhatChanges() {
        machines.put("m1", machine("m1", ProvisioningPhase.INSPECTING, "n1", "aa", "bb"));
        assertThat(found("bb")).isEqualTo("m1");
        assertThat(index.byNonce("n1")).isPresent();

        machines.put("m1", machine("m1", ProvisioningPhase.INSPECTING, "n2", "aa", "cc"));
        assertThat(index.byMac("bb")).isEmpty();
        assertThat(found("cc")).isEqualTo("m1");
        assertThat(index.byNonce("n1")).isEmpty();
        assertThat(index.byNonce("n2")).isPresent();

        machines.put("m1", machine("m1", ProvisioningPhase.AVAILABLE, null, "aa"));
        assertThat(index.byNonce("n2")).isEmpty();
        machines.put("m1", null);
        assertThat(index.byMac("aa")).isEmpty();
    }

    @Test
    void aMacThatMovedStaysWithItsNewMachine() {
        machines.put("old", machine("old", ProvisioningPhase.ACTIVE, null, "aa"));
        machines.put("new", machine("new", ProvisioningPhase.INSPECTING, "n1", "aa"));
        machines.put("old", machine("old", ProvisioningPhase.RETIRED, null, "aa"));
        assertThat(found("aa")).isEqualTo("new");
        machines.put("old", null);
        assertThat(found("aa")).isEqualTo("new");
    }

    private String found(String mac) {
        return index.byMac(mac).orElseThrow().state().getMachineId();
    }

    private static ProvisioningState machine(
            String id, ProvisioningPhase phase, @Nullable String nonce, String... macs) {
        return ProvisioningState.newBuilder()
                .setMachineId(id)
                .setName(id)
                .setSite("copenhagen")
                .setMacs(List.of(macs))
                .setBmc(Bmc.newBuilder().setProtocol(BmcProtocol.NONE).build())
                .setPhase(phase)
                .setNonce(nonce)
                .setChangedAt(Instant.EPOCH)
                .build();
    }
}
