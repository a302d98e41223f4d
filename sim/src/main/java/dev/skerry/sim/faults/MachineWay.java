package dev.skerry.sim.faults;

import dev.skerry.sim.faults.MachineFaults.Contact;
import dev.skerry.sim.net.Calls.Answer;
import dev.skerry.sim.net.Calls.Transmission;
import dev.skerry.sim.net.Calls.Way;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** One machine's way to the doors, with its faults upon it. A machine that died or hangs makes no call until its power is cut. */
final class MachineWay implements Way {

    private static final Answer TAKEN_FOR_SENT = new Answer(202, "", 0);

    private final String site;
    private final MachineFaults faults;
    private final SiteLinks links;
    private final FaultCount count;
    private final Set<Fault> done = EnumSet.noneOf(Fault.class);
    private @Nullable Transmission held;
    private boolean dead;

    MachineWay(String site, MachineFaults faults, SiteLinks links, FaultCount count) {
        this.site = site;
        this.faults = faults;
        this.links = links;
        this.count = count;
    }

    @Override
    public synchronized Duration clockAhead() {
        if (!faults.clockAhead().isZero() && done.add(Fault.CLOCK)) {
            count.struck(Fault.CLOCK);
        }
        return faults.clockAhead();
    }

    @Override
    public Answer pass(HttpRequest request, Transmission transmission) throws IOException, InterruptedException {
        String path = request.uri().getPath();
        if (dies(path) || strikes(Fault.SILENCE, faults.silence(), path)) {
            new CountDownLatch(1).await();
        }
        links.cross(site);
        if (strikes(Fault.DELAY, faults.delayed(), path)) {
            Thread.sleep(faults.delay());
        }
        if (strikes(Fault.REORDER, faults.reordered(), path)) {
            return outOfOrder(path, transmission);
        }
        Answer answer = transmission.send();
        if (strikes(Fault.REPEAT, faults.repeated(), path)) {
            again(transmission);
        }
        var late = takeHeld();
        if (late != null) {
            again(late);
        }
        return answer;
    }

    /** Progress is sent after what follows it; another report, on whose answer the next one depends, is sent once more then. */
    private Answer outOfOrder(String path, Transmission transmission) throws IOException, InterruptedException {
        Answer answer = Contact.PROGRESS.isMadeAt(path) ? TAKEN_FOR_SENT : transmission.send();
        synchronized (this) {
            held = transmission;
        }
        return answer;
    }

    private synchronized @Nullable Transmission takeHeld() {
        var late = held;
        held = null;
        return late;
    }

    /** Nobody waits for the answer. */
    private static void again(Transmission transmission) throws InterruptedException {
        try {
            transmission.send();
        } catch (IOException lost) {
            // As a datagram would be.
        }
    }

    private synchronized boolean dies(String path) {
        if (!dead && faults.death().filter(death -> death.strikesAt(path)).isPresent()) {
            dead = true;
            count.struck(Fault.DEATH);
        }
        return dead;
    }

    /** Whether a fault that comes once comes now. */
    private synchronized boolean strikes(Fault fault, Optional<Contact> at, String path) {
        boolean now = at.filter(contact -> contact.isMadeAt(path)).isPresent() && done.add(fault);
        if (now) {
            count.struck(fault);
        }
        return now;
    }
}
