package dev.skerry.provisioner.wire;

import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Facts;
import dev.skerry.provisioner.domain.MachineInput.Outcome;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.domain.SshServer;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.Source;
import dev.skerry.schemas.provisioning.BootContactObserved;
import dev.skerry.schemas.provisioning.FailureReported;
import dev.skerry.schemas.provisioning.InspectionReported;
import dev.skerry.schemas.provisioning.PhoneHomeReported;
import dev.skerry.schemas.provisioning.PowerOutcome;
import dev.skerry.schemas.provisioning.PowerState;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import dev.skerry.schemas.provisioning.ProgressReported;
import dev.skerry.schemas.provisioning.RescueReported;
import dev.skerry.schemas.provisioning.WipeReported;
import java.time.Instant;
import java.util.List;

/** What the doors and the power worker saw, as records. */
public final class ObservationWire {

    /** What a power controller says of a machine. */
    public enum Seen {
        UNKNOWN,
        ON,
        OFF
    }

    private ObservationWire() {}

    /** A machine asked what to boot and is answered. */
    public static BootContactObserved contact(
            String machineId, BootScript.Contact contact, BootScript served, Instant at) {
        return BootContactObserved.newBuilder()
                .setMachineId(machineId)
                .setMac(contact.mac())
                .setSite(contact.site())
                .setAddress(contact.claimed().address().orElse(""))
                .setSmbiosUuid(contact.claimed().smbiosUuid().orElse(null))
                .setSerial(contact.claimed().serial().orElse(null))
                .setServed(
                        switch (served.kind()) {
                            case INSPECT, RESCUE -> dev.skerry.schemas.provisioning.BootScript.INSPECT;
                            case INSTALL -> dev.skerry.schemas.provisioning.BootScript.INSTALL;
                            case WIPE -> dev.skerry.schemas.provisioning.BootScript.WIPE;
                            case LOCAL_DISK -> dev.skerry.schemas.provisioning.BootScript.LOCAL_DISK;
                            case WAIT -> dev.skerry.schemas.provisioning.BootScript.WAIT;
                        })
                .setRescue(served.kind() == BootScript.Kind.RESCUE)
                .setAt(at)
                .build();
    }

    /** A machine that nobody knows asked what to boot. */
    public static MachineAnnounced announcement(BootScript.Contact contact) {
        return MachineAnnounced.newBuilder()
                .setMacs(List.of(contact.mac()))
                .setSite(contact.site())
                .setSource(Source.NETWORK_BOOT)
                .build();
    }

    public static InspectionReported inspection(String machineId, String nonce, Facts facts) {
        return new InspectionReported(machineId, nonce, FactsWire.avro(facts));
    }

    public static ProgressReported progress(String machineId, String nonce, String step, int percent) {
        return new ProgressReported(machineId, nonce, step, percent);
    }

    public static WipeReported wiped(String machineId, String nonce, List<String> diskSerials, String method) {
        return new WipeReported(machineId, nonce, diskSerials, method);
    }

    public static FailureReported failure(String machineId, String nonce, String reason) {
        return new FailureReported(machineId, nonce, reason);
    }

    public static RescueReported rescue(String machineId, String nonce, SshServer server) {
        return new RescueReported(machineId, nonce, server.address(), server.hostKey());
    }

    public static PhoneHomeReported phoneHome(String machineId, String nonce, String hostname) {
        return new PhoneHomeReported(machineId, nonce, hostname);
    }

    /** A power command ended. */
    public static PowerTaskEnded ended(PowerOrder order, Outcome outcome, Seen seen, String reason) {
        return PowerTaskEnded.newBuilder()
                .setMachineId(order.machineId())
                .setTaskId(order.command().taskId())
                .setAttempt(order.command().attempt())
                .setOutcome(
                        switch (outcome) {
                            case SUCCEEDED -> PowerOutcome.SUCCEEDED;
                            case TRANSIENT_FAILURE -> PowerOutcome.TRANSIENT_FAILURE;
                            case PERMANENT_FAILURE -> PowerOutcome.PERMANENT_FAILURE;
                        })
                .setPower(
                        switch (seen) {
                            case UNKNOWN -> PowerState.UNKNOWN;
                            case ON -> PowerState.ON;
                            case OFF -> PowerState.OFF;
                        })
                .setReason(reason)
                .build();
    }
}
