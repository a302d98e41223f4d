package dev.skerry.provisioner.domain;

import java.time.Instant;

/** One machine as the provisioner sees it. */
public sealed interface Machine {

    String id();

    /** Not approved; whatever else it is told about the machine, nothing is done. */
    record Unknown(String id) implements Machine {}

    /**
     * Approved at least once.
     *
     * @param profile what inventory says of it
     * @param attempt the newest attempt, whether it is under way or over
     * @param power what goes on with its power controller
     * @param phase where it stands
     * @param reason the last thing that went wrong, for a person; empty when nothing did
     * @param changedAt when any of it changed last
     */
    record Known(Profile profile, Attempt attempt, Power power, Phase phase, String reason, Instant changedAt)
            implements Machine {

        @Override
        public String id() {
            return profile.id();
        }

        Known at(Instant time) {
            return new Known(profile, attempt, power, phase, reason, time);
        }

        Known with(Profile newProfile) {
            return new Known(newProfile, attempt, power, phase, reason, changedAt);
        }

        Known with(Power newPower) {
            return new Known(profile, attempt, newPower, phase, reason, changedAt);
        }

        Known because(String newReason) {
            return new Known(profile, attempt, power, phase, newReason, changedAt);
        }

        /** Another phase. A power command that waits to be repeated belongs to the phase that is left. */
        Known in(Phase newPhase) {
            Power kept = power instanceof Power.Resting ? Power.IDLE : power;
            return new Known(profile, attempt, kept, newPhase, "", changedAt);
        }

        /** As {@link #in}, and the same phase with other data. */
        Known keeping(Phase samePhase) {
            return new Known(profile, attempt, power, samePhase, reason, changedAt);
        }

        Known trying(Attempt newAttempt, Phase.Doing doing) {
            return new Known(profile, newAttempt, power, phase, reason, changedAt).in(doing);
        }
    }
}
