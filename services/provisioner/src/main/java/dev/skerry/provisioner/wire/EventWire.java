package dev.skerry.provisioner.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.Machine;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.provisioner.domain.MachineEvent.*;
import dev.skerry.provisioner.domain.Profile;
import dev.skerry.provisioner.domain.Step;
import dev.skerry.runtime.Outgoing;
import dev.skerry.schemas.provisioning.InstallationProgressed;
import dev.skerry.schemas.provisioning.MachineAvailable;
import dev.skerry.schemas.provisioning.MachineFailed;
import dev.skerry.schemas.provisioning.MachineHeld;
import dev.skerry.schemas.provisioning.MachineImpersonated;
import dev.skerry.schemas.provisioning.MachineInspected;
import dev.skerry.schemas.provisioning.MachineInstalled;
import dev.skerry.schemas.provisioning.MachineRetired;
import dev.skerry.schemas.provisioning.MachineUnheld;
import dev.skerry.schemas.provisioning.MachineWiped;
import dev.skerry.schemas.provisioning.PersonAwaited;
import dev.skerry.schemas.provisioning.PersonNoLongerAwaited;
import dev.skerry.schemas.provisioning.RescueAttemptFailed;
import dev.skerry.schemas.provisioning.RescueFailed;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/** What events are outside. */
final class EventWire {

    private EventWire() {}

    static List<Outgoing> outgoing(MachineEvent event, Machine after) {
        return switch (after) {
            case Known known -> outgoing(event, known);
            case Machine.Unknown _ ->
                event instanceof Refused refused
                        ? List.of(Outgoing.refuse(refused.field(), refused.reason()))
                        : List.of();
        };
    }

    private static List<Outgoing> outgoing(MachineEvent event, Known known) {
        Profile machine = known.profile();
        String id = machine.id();
        String site = machine.site();
        return switch (event) {
            case InspectionStarted e ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.InspectionStarted(
                                id, site, e.attempt().number(), e.nonce(), e.deadline()));
            case InstallationStarted e ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.InstallationStarted(
                                id,
                                site,
                                e.assignment().clusterId(),
                                e.attempt().number(),
                                e.nonce(),
                                e.deadline(),
                                InstallWire.version(e.assignment().install())));
            case ReleaseStarted e ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.ReleaseStarted(
                                id, site, e.attempt().number(), e.nonce(), e.deadline()));
            case MachineEvent.RescueStarted e ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.RescueStarted(
                                id, site, e.attempt().number(), e.nonce(), e.deadline()));
            case MachineEvent.RescueReady e ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.RescueReady(
                                id,
                                site,
                                e.attempt().number(),
                                e.server().address(),
                                e.server().hostKey()));
            case MachineEvent.RescueEnded _ ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.RescueEnded(
                                id, site, StateWire.phase(known.phase()), known.reason()));
            case Inspected e ->
                fact(id, new MachineInspected(id, site, e.attempt().number(), FactsWire.avro(e.facts())));
            case BecameAvailable e ->
                fact(
                        id,
                        new MachineAvailable(
                                id,
                                machine.name(),
                                site,
                                machine.macs(),
                                FactsWire.avro(e.facts()),
                                machine.labels(),
                                known.hold().map(Machine.Hold::reason).orElse(null)));
            case Progressed e ->
                fact(
                        id,
                        new InstallationProgressed(
                                id,
                                site,
                                e.attempt().number(),
                                e.progress().step(),
                                e.progress().percent()));
            case Installed e ->
                fact(
                        id,
                        new MachineInstalled(
                                id,
                                site,
                                e.assignment().clusterId(),
                                e.attempt().number()));
            case Wiped e -> fact(id, new MachineWiped(id, site, e.attempt().number(), e.diskSerials(), e.method()));
            case AttemptFailed e
            when e.during() == Step.RESCUE ->
                fact(id, new RescueAttemptFailed(id, site, e.attempt().number(), e.reason(), e.retryAt()));
            case AttemptFailed e ->
                fact(
                        id,
                        new dev.skerry.schemas.provisioning.AttemptFailed(
                                id,
                                site,
                                StateWire.phase(e.during()),
                                e.attempt().number(),
                                e.reason(),
                                e.retryAt()));
            case GaveUp e when e.during() == Step.RESCUE -> fact(id, new RescueFailed(id, site, e.reason(), e.tries()));
            case GaveUp e -> fact(id, new MachineFailed(id, site, StateWire.phase(e.during()), e.reason(), e.tries()));
            case Impersonated e -> fact(id, new MachineImpersonated(id, site, e.mac(), e.claim()));
            case Held e -> fact(id, new MachineHeld(id, site, e.reason()));
            case Unheld _ -> fact(id, new MachineUnheld(id, site));
            case MachineEvent.Retired _ -> fact(id, new MachineRetired(id, site));
            case Commanded e
            when machine.bmc().protocol() == Bmc.Protocol.MANUAL ->
                fact(id, new PersonAwaited(id, site, e.at(), e.command().deadline()));
            case CommandOver _
            when machine.bmc().protocol() == Bmc.Protocol.MANUAL -> fact(id, new PersonNoLongerAwaited(id, site));
            case Commanded e -> List.of(Outgoing.publish(Topics.POWER_TASKS, id, PowerWire.avro(e.command(), machine)));
            case Refused e -> List.of(Outgoing.refuse(e.field(), e.reason()));
            case ProfileChanged _,
                    NextChanged _,
                    CommandRested _,
                    CommandOver _,
                    CameUp _,
                    Recognised _,
                    RetirementOrdered _,
                    Deferred _,
                    LeftFleet _ -> List.of();
        };
    }

    private static List<Outgoing> fact(String machineId, SpecificRecord record) {
        return List.of(Outgoing.publish(Topics.PROVISIONING_EVENTS, machineId, record));
    }
}
