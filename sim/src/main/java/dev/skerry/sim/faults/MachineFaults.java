package dev.skerry.sim.faults;

import java.time.Duration;
import java.util.Optional;

/**
 * What goes wrong with one machine and its power controller.
 *
 * @param death when it dies
 * @param bmc how its power controller misbehaves
 * @param silence the report before which it hangs, once
 * @param repeated the report that it sends twice
 * @param delayed the report that comes late
 * @param delay by how much; zero when none does
 * @param reordered the report that comes after its successor
 * @param clockAhead how far its clock is ahead; negative is behind
 */
public record MachineFaults(
        Optional<Death> death,
        Optional<Bmc> bmc,
        Optional<Contact> silence,
        Optional<Contact> repeated,
        Optional<Contact> delayed,
        Duration delay,
        Optional<Contact> reordered,
        Duration clockAhead) {

    public static final MachineFaults NONE = new MachineFaults(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ZERO,
            Optional.empty(),
            Duration.ZERO);

    /** What a machine does last: it dies before it makes this contact. */
    public enum Death {
        /** It never makes one. */
        AT_BOOT(""),
        INSPECTING("/inspection"),
        INSTALLING("/progress"),
        STARTING("/claim");

        private final String last;

        Death(String last) {
            this.last = last;
        }

        boolean strikesAt(String path) {
            return path.endsWith(last);
        }
    }

    /** A report to the boot door. */
    public enum Contact {
        INSPECTION("/inspection"),
        PROGRESS("/progress"),
        PHONE_HOME("/phone-home");

        private final String ending;

        Contact(String ending) {
            this.ending = ending;
        }

        boolean isMadeAt(String path) {
            return path.endsWith(ending);
        }
    }

    /**
     * How a power controller misbehaves.
     *
     * @param kind BMC_HANG, BMC_ERROR, BMC_LIE, BMC_DROP or TLS_DROP
     * @param after so many requests without a fault
     * @param times so many with it
     */
    public record Bmc(Fault kind, int after, int times) {

        /** As often as anybody asks. */
        static final int ALWAYS = Integer.MAX_VALUE;

        boolean isForGood() {
            return times == ALWAYS;
        }
    }

    /** Nothing but a power controller that misbehaves. */
    static MachineFaults of(Bmc bmc) {
        return new MachineFaults(
                NONE.death(),
                Optional.of(bmc),
                NONE.silence(),
                NONE.repeated(),
                NONE.delayed(),
                NONE.delay(),
                NONE.reordered(),
                NONE.clockAhead());
    }

    boolean isNone() {
        return equals(NONE);
    }
}
