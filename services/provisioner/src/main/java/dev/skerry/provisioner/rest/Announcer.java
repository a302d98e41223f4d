package dev.skerry.provisioner.rest;

import dev.skerry.catalogue.Topics;
import dev.skerry.provisioner.domain.BootScript.Contact;
import dev.skerry.provisioner.effect.Bounded;
import dev.skerry.provisioner.wire.ObservationWire;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.UnavailableException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Tells inventory of MACs that nobody knows, each at most once a minute. */
public final class Announcer {

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST_REMEMBERED = 10_000;

    private final EventPublisher publisher;
    private final Clock clock;
    private final Bounded<Contact, Instant> announced = new Bounded<>(MOST_REMEMBERED, time -> {});

    public Announcer(EventPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Announces a machine unless that was done within the last minute. @throws UnavailableException when the broker is away */
    void announce(Contact contact) {
        if (!isDue(contact)) {
            return;
        }
        try {
            publisher.publish(Topics.MACHINE_REQUESTS, contact.mac(), ObservationWire.announcement(contact));
        } catch (UnavailableException e) {
            announced.remove(contact);
            throw e;
        }
    }

    private synchronized boolean isDue(Contact contact) {
        Instant now = clock.instant();
        boolean due = announced
                .get(contact)
                .map(last -> !last.plus(PAUSE).isAfter(now))
                .orElse(true);
        if (due) {
            announced.put(contact, now);
        }
        return due;
    }
}
