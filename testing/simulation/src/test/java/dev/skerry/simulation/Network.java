package dev.skerry.simulation;

import java.util.Optional;
import java.util.function.Consumer;

/** Between a site and the doors: requests and answers may be lost, late and repeated, and a site may be cut off. */
final class Network {

    private static final long TIMEOUT = 5_000;

    /** HTTP's status and what is in the body. */
    record Answer(int status, Object body) {

        static Answer of(int status) {
            return new Answer(status, "");
        }

        boolean isSuccess() {
            return status / 100 == 2;
        }
    }

    /** What a door does with a request: answers once, now or later. */
    interface Handler {
        void handle(Consumer<Answer> respond);
    }

    private final Schedule schedule;
    private final Faults faults;

    Network(Schedule schedule, Faults faults) {
        this.schedule = schedule;
        this.faults = faults;
    }

    /** How long one way takes now, milliseconds. */
    long delay() {
        long usual = faults.chance().between(2, 60);
        return faults.occurs(Fault.DELAY, 200) ? usual + faults.chance().between(100, 4_000) : usual;
    }

    /** Whether a message between a site and the centre is lost now. */
    boolean loses(String site) {
        return faults.occurs(Fault.DROP, 200) || faults.isCutOff(site, schedule.now());
    }

    /**
     * Calls a door.
     *
     * @param onAnswer told the answer, or nothing when there was none in time
     */
    void call(String site, String what, String whom, Handler door, Consumer<Optional<Answer>> onAnswer) {
        boolean[] over = {false};
        Consumer<Optional<Answer>> once = answer -> {
            if (!over[0]) {
                over[0] = true;
                onAnswer.accept(answer);
            }
        };
        if (loses(site)) {
            schedule.after(TIMEOUT, "no way for", what + " " + whom, () -> once.accept(Optional.empty()));
            return;
        }
        boolean twice = faults.occurs(Fault.DUPLICATE, 200);
        schedule.after(delay(), what, whom, () -> {
            if (loses(site)) {
                schedule.after(TIMEOUT, "no answer for", what + " " + whom, () -> once.accept(Optional.empty()));
                door.handle(_ -> {});
            } else {
                door.handle(
                        answer -> schedule.after(delay(), "answered", whom, () -> once.accept(Optional.of(answer))));
            }
        });
        if (twice) {
            schedule.after(delay(), "again", what + " " + whom, () -> door.handle(_ -> {}));
        }
    }
}
