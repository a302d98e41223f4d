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

    private record Asked(String mac, String site) {}

    private final EventPublisher publisher;
    private final Clock clock;
    private final Bounded<Asked, Instant> announced = new Bounded<>(MOST_REMEMBERED, time -> {});

    public Announcer(EventPublisher publisher, Clock clock) {
        this.publisher = publisher;
        this.clock = clock;
    }

    /** Announces a machine unless that was done within the last minute. @throws UnavailableException when the broker is away */
    void announce(Contact contact) {
        Asked asked = new Asked(contact.mac(), contact.site());
        if (!isDue(asked)) {
            return;
        }
        try {
            publisher.publish(Topics.MACHINE_REQUESTS, contact.mac(), ObservationWire.announcement(contact));
        } catch (UnavailableException e) {
            announced.remove(asked);
            throw e;
        }
    }

    private synchronized boolean isDue(Asked asked) {
        Instant now = clock.instant();
        boolean due =
                announced.get(asked).map(last -> !last.plus(PAUSE).isAfter(now)).orElse(true);
        if (due) {
            announced.put(asked, now);
        }
        return due;
    }
}
