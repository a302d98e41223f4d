package dev.skerry.simulation;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.Identity;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.provisioner.wire.StateWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.schemas.inventory.SiteState;
import dev.skerry.schemas.provisioning.ProvisioningPhase;
import dev.skerry.schemas.provisioning.ProvisioningState;
import dev.skerry.simulation.Network.Answer;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** What the provisioner answers machines, as docs/protocols.md says; what it decides by are the product's own functions. */
final class ProvisionerDoor {

    static final Set<ProvisioningPhase> WORK =
            EnumSet.of(ProvisioningPhase.INSPECTING, ProvisioningPhase.INSTALLING, ProvisioningPhase.RELEASING);
    /** A rescue stands beside the phase, whichever that is. */
    static final Set<ProvisioningPhase> RESCUE = EnumSet.allOf(ProvisioningPhase.class);

    private static final long ANNOUNCED_EVERY = 60_000;
    /** The nonce of work that {@link Defect#WIPES_ACTIVE} gives out. */
    private static final String PLANTED = "planted";

    private final Service service;
    private final World world;
    private final View<ProvisioningState> machines;
    private final View<SiteState> sites;
    private final Map<String, Long> announced = new HashMap<>();

    ProvisionerDoor(Service service, World world) {
        this.service = service;
        this.world = world;
        machines = new View<>(world, service, Topics.PROVISIONING_STATE, ProvisioningState.class);
        sites = new View<>(world, service, Topics.SITE_STATE, SiteState.class);
        service.onStart(announced::clear);
    }

    void script(String mac, String site, Identity claimed, Consumer<Answer> respond) {
        if (!service.isUp() || !machines.caughtUp() || !sites.caughtUp()) {
            respond.accept(Answer.of(503));
            return;
        }
        if (sites.get(site).isEmpty()) {
            respond.accept(Answer.of(404));
            return;
        }
        BootScript.Contact contact =
                new BootScript.Contact(mac, site, world.has(Defect.SERVES_IMPOSTORS) ? Identity.UNHEARD : claimed);
        Optional<ProvisioningState> known = machines.all().stream()
                .filter(machine -> machine.getMacs().contains(mac))
                .min(Comparator.comparing(machine -> machine.getPhase() == ProvisioningPhase.RETIRED));
        if (known.isEmpty()) {
            announce(contact);
            respond.accept(new Answer(200, new BootScript.Wait()));
            return;
        }
        ProvisioningState machine = known.get();
        if (!machine.getSite().equals(site)) {
            respond.accept(Answer.of(404));
            return;
        }
        BootScript script = world.has(Defect.WIPES_ACTIVE) && machine.getPhase() == ProvisioningPhase.ACTIVE
                ? new BootScript.Work(BootScript.Kind.WIPE, PLANTED)
                : BootScript.scriptFor(StateWire.domain(machine), contact);
        publish(
                machine.getMachineId(),
                ObservationWire.contact(
                        machine.getMachineId(),
                        contact,
                        script,
                        Instant.ofEpochMilli(service.now().toEpochMilli())));
        respond.accept(new Answer(200, script));
    }

    /** A report of the attempt that a nonce names. @param report made for the machine's id */
    void report(
            String nonce,
            Set<ProvisioningPhase> during,
            Function<String, SpecificRecord> report,
            Consumer<Answer> respond) {
        if (!service.isUp()) {
            respond.accept(Answer.of(503));
            return;
        }
        if (nonce.equals(PLANTED)) {
            respond.accept(Answer.of(202));
            return;
        }
        Optional<ProvisioningState> machine = machines.all().stream()
                .filter(each -> nonce.equals(each.getNonce()) && during.contains(each.getPhase()))
                .filter(each -> (each.getRescue() != null) == during.equals(RESCUE))
                .findFirst();
        if (machine.isEmpty()) {
            respond.accept(Answer.of(machines.caughtUp() ? 404 : 503));
            return;
        }
        String id = machine.get().getMachineId();
        publish(id, report.apply(id));
        respond.accept(Answer.of(202));
    }

    /** Whether a rescue goes on. */
    void keys(String nonce, Consumer<Answer> respond) {
        boolean goesOn =
                machines.all().stream().anyMatch(each -> nonce.equals(each.getNonce()) && each.getRescue() != null);
        respond.accept(Answer.of(goesOn ? 200 : service.isUp() && machines.caughtUp() ? 404 : 503));
    }

    private void announce(BootScript.Contact contact) {
        long last = announced.getOrDefault(contact.mac(), Long.MIN_VALUE / 2);
        if (world.now() - last >= ANNOUNCED_EVERY) {
            announced.put(contact.mac(), world.now());
            service.publish(Topics.MACHINE_REQUESTS, contact.mac(), ObservationWire.announcement(contact), null);
        }
    }

    private void publish(String machineId, SpecificRecord observation) {
        EventHeaders cause = machines.headers(machineId).orElse(null);
        service.publish(Topics.PROVISIONING_OBSERVATIONS, machineId, observation, cause);
    }
}
