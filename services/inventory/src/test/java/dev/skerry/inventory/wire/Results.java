package dev.skerry.inventory.wire;

import dev.skerry.schemas.clusters.NodeAssigned;
import dev.skerry.schemas.clusters.NodeReleased;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.inventory.Disk;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.Nic;
import dev.skerry.schemas.provisioning.AttemptFailed;
import dev.skerry.schemas.provisioning.InspectionStarted;
import dev.skerry.schemas.provisioning.InstallationProgressed;
import dev.skerry.schemas.provisioning.InstallationStarted;
import dev.skerry.schemas.provisioning.MachineAvailable;
import dev.skerry.schemas.provisioning.MachineFailed;
import dev.skerry.schemas.provisioning.MachineInspected;
import dev.skerry.schemas.provisioning.MachineInstalled;
import dev.skerry.schemas.provisioning.MachineWiped;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ReleaseStarted;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What the provisioner and the platform installer say of a machine. */
final class Results {

    private static final Instant DEADLINE = Instant.parse("2026-11-23T11:00:00Z");
    private static final String SITE = "copenhagen";

    private Results() {}

    /** From the first inspection through one cluster to a failed second inspection. */
    static List<SpecificRecord> life(String id, String cluster) {
        return List.of(
                inspectionStarted(id),
                AttemptFailed.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setDuring(ProvisioningPhase.INSPECTING)
                        .setAttempt(1)
                        .setReason("no contact")
                        .setRetryAt(DEADLINE)
                        .build(),
                MachineInspected.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setAttempt(2)
                        .setFacts(facts())
                        .build(),
                MachineAvailable.newBuilder()
                        .setMachineId(id)
                        .setName("cph-1")
                        .setSite(SITE)
                        .setMacs(List.of("52:54:00:00:01:01"))
                        .setFacts(facts())
                        .setLabels(Map.of())
                        .build(),
                assigned(id, cluster, NodeRole.FIRST_SERVER),
                InstallationStarted.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setClusterId(cluster)
                        .setAttempt(1)
                        .setNonce("n")
                        .setDeadline(DEADLINE)
                        .build(),
                InstallationProgressed.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setAttempt(1)
                        .setStep("write-image")
                        .setPercent(50)
                        .build(),
                MachineInstalled.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setClusterId(cluster)
                        .setAttempt(1)
                        .build(),
                ReleaseStarted.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setAttempt(1)
                        .setNonce("n")
                        .setDeadline(DEADLINE)
                        .build(),
                NodeReleased.newBuilder()
                        .setMachineId(id)
                        .setClusterId(cluster)
                        .setSite(SITE)
                        .build(),
                MachineWiped.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setAttempt(1)
                        .setDiskSerials(List.of("S1"))
                        .setMethod("discard")
                        .build(),
                inspectionStarted(id),
                MachineFailed.newBuilder()
                        .setMachineId(id)
                        .setSite(SITE)
                        .setDuring(ProvisioningPhase.INSPECTING)
                        .setReason("no contact")
                        .setAttempts(3)
                        .build());
    }

    static InspectionStarted inspectionStarted(String id) {
        return InspectionStarted.newBuilder()
                .setMachineId(id)
                .setSite(SITE)
                .setAttempt(1)
                .setNonce("n")
                .setDeadline(DEADLINE)
                .build();
    }

    static NodeAssigned assigned(String id, String cluster, NodeRole role) {
        return NodeAssigned.newBuilder()
                .setMachineId(id)
                .setClusterId(cluster)
                .setSite(SITE)
                .setNodeName("cph-1")
                .setRole(role)
                .build();
    }

    static Facts facts() {
        return Facts.newBuilder()
                .setArchitecture("x86_64")
                .setCpuCores(8)
                .setMemoryMiB(16_384)
                .setDisks(List.of(
                        new Disk("sda", 480_000_000_000L, "S1", "Acme 480", "naa.5000c500a1b2c3d4", false),
                        new Disk("sdb", 1L, null, null, null, null)))
                .setNics(List.of(
                        new Nic("eth0", "52:54:00:00:01:01", "igb", 10_000),
                        new Nic("eth1", "52:54:00:00:01:0F", null, null)))
                .setSmbiosUuid("4c4c4544-0000-1000-8000-000000000001")
                .setSerial("SN1")
                .setManufacturer("Example")
                .setModel(null)
                .build();
    }
}
