package dev.skerry.provisioner.domain;

import java.time.Instant;
import java.util.Optional;

/** One machine as the provisioner sees it. */
public sealed interface Machine {

    String id();

    /**
     * Why a machine is given no new work, for a person; what is under way ends as it would.
     *
     * @param since to the millisecond
     */
    record Hold(String reason, Instant since) {}

    /** Not approved; whatever else it is told about the machine, nothing is done. */
    record Unknown(String id) implements Machine {}

    /**
     * Approved at least once.
     *
     * @param profile what inventory says of it
     * @param attempt the newest attempt, whether it is under way or over
     * @param power what goes on with its power controller
     * @param phase where it stands
     * @param identity by what it is told from another machine with its MAC
     * @param impostor by what another one that asked since the last step was told from it; empty when none did
     * @param reason the last thing that went wrong, for a person; empty when nothing did
     * @param hold why it is given no new work; empty when it is
     * @param changedAt when any of it changed last
     */
    record Known(
            Profile profile,
            Attempt attempt,
            Power power,
            Phase phase,
            Identity identity,
            String impostor,
            String reason,
            Optional<Hold> hold,
            Instant changedAt)
            implements Machine {

        @Override
        public String id() {
            return profile.id();
        }

        /** Whether nothing but a person controls its power. */
        boolean isManual() {
            return profile.bmc().protocol() == Bmc.Protocol.MANUAL;
        }

        /** Whether work that is due may begin by itself; a rescue is a person's work, who may have asked for the hold too. */
        boolean mayBegin() {
            return hold.isEmpty() || phase instanceof Phase.Work work && work.job() instanceof Job.Rescue;
        }

        /** Whether its power may be touched: on hold only for what is under way, and to start it from its disk after a rescue. */
        boolean mayCommand() {
            return hold.isEmpty() || phase instanceof Phase.Doing || phase instanceof Phase.Active;
        }

        Known at(Instant time) {
            return new Known(profile, attempt, power, phase, identity, impostor, reason, hold, time);
        }

        Known with(Profile newProfile) {
            return new Known(newProfile, attempt, power, phase, identity, impostor, reason, hold, changedAt);
        }

        Known with(Power newPower) {
            return new Known(profile, attempt, newPower, phase, identity, impostor, reason, hold, changedAt);
        }

        /** The machine with what was heard of it. */
        public Known with(Identity newIdentity) {
            return new Known(profile, attempt, power, phase, newIdentity, impostor, reason, hold, changedAt);
        }

        Known because(String newReason) {
            return new Known(profile, attempt, power, phase, identity, impostor, newReason, hold, changedAt);
        }

        Known impersonated(String claim) {
            return new Known(profile, attempt, power, phase, identity, claim, reason, hold, changedAt);
        }

        /** Another phase. A power command that waits to be repeated belongs to the phase that is left. */
        Known in(Phase newPhase) {
            Power kept = power instanceof Power.Resting ? Power.IDLE : power;
            return new Known(profile, attempt, kept, newPhase, identity, "", "", hold, changedAt);
        }

        /** As {@link #in}, and the same phase with other data. */
        Known keeping(Phase samePhase) {
            return new Known(profile, attempt, power, samePhase, identity, impostor, reason, hold, changedAt);
        }

        Known held(Optional<Hold> newHold) {
            return new Known(profile, attempt, power, phase, identity, impostor, reason, newHold, changedAt);
        }

        Known trying(Attempt newAttempt, Phase.Work work) {
            return new Known(profile, newAttempt, power, phase, identity, impostor, reason, hold, changedAt).in(work);
        }
    }
}
