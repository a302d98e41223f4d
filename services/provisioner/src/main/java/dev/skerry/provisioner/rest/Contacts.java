package dev.skerry.provisioner.rest;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.BootScript;
import dev.skerry.provisioner.domain.BootScript.Contact;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.MachineDecider;
import dev.skerry.provisioner.domain.MachineInput.Contacted;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.UnavailableException;
import dev.skerry.schemas.provisioning.BootContactObserved;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Puts contacts of known machines on record. What the decider heeds is on record before the machine is answered. What changes nothing, such
 * as the hundredth question of a machine that waits, is told to the broker once in ten minutes a machine, and nobody waits for that.
 */
public final class Contacts {

    private static final Duration PAUSE = Duration.ofMinutes(10);

    private record Noted(BootScript.Kind served, Instant at) {}

    private final MachineIndex machines;
    private final MachineDecider decider;
    private final EventPublisher publisher;
    private final Clock clock;

    /** One for each known machine that asked. */
    private final Map<String, Noted> noted = new ConcurrentHashMap<>();

    public Contacts(MachineIndex machines, MachineDecider decider, EventPublisher publisher, Clock clock) {
        this.machines = machines;
        this.decider = decider;
        this.publisher = publisher;
        this.clock = clock;
    }

    /**
     * Notes a contact that is about to be answered.
     *
     * @param machine as its state tells
     * @throws UnavailableException when it has to be on record and the broker is away
     */
    void note(Known machine, Contact contact, BootScript served) {
        Instant now = clock.instant();
        Contacted contacted = new Contacted(served.kind(), contact.mac(), contact.claimed());
        boolean heeded = !decider.decide(machine, contacted, now).isEmpty();
        if (!heeded && !isDue(machine.id(), served.kind(), now)) {
            return;
        }
        BootContactObserved observed = ObservationWire.contact(machine.id(), contact, served, now);
        Optional<EventHeaders> cause = machines.cause(machine.id());
        if (heeded) {
            cause.ifPresentOrElse(
                    chain -> publisher.publish(Topics.PROVISIONING_OBSERVATIONS, machine.id(), observed, chain),
                    () -> publisher.publish(Topics.PROVISIONING_OBSERVATIONS, machine.id(), observed));
        } else {
            // Whether it arrives is not waited for: it changes nothing.
            var _ = cause.map(chain -> publisher.send(Topics.PROVISIONING_OBSERVATIONS, machine.id(), observed, chain))
                    .orElseGet(() -> publisher.send(Topics.PROVISIONING_OBSERVATIONS, machine.id(), observed));
        }
    }

    private boolean isDue(String machineId, BootScript.Kind served, Instant now) {
        Noted before = noted.get(machineId);
        boolean due = before == null
                || before.served() != served
                || !before.at().plus(PAUSE).isAfter(now);
        if (due) {
            noted.put(machineId, new Noted(served, now));
        }
        return due;
    }
}
