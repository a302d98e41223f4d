package dev.skerry.provisioner.domain;

import java.time.Instant;
import java.util.Optional;

/**
 * Where a machine stands. Available and Active are stable and move only on request; work is doing, waiting for the next try, or
 * failed. Only the transitions that exist as methods are legal.
 *
 * <pre>
 *              inspect             report               install            phone-home
 *   (unknown) ────────► Doing(inspection) ──► Available ──────► Doing(installation) ──► Active
 *                                                 ▲  └─ release ─► Doing(release) ◄─ release ─┘
 *                                                 └──── wiped ─────────┘
 *   Doing(j) ─ failure ─► Waiting(j) ─ time ─► Doing(j)        Doing(j) ─ last failure ─► Failed(j) ─ retry ─► Doing(j)
 *   Available, Active, Waiting, Failed ─ rescue ─► Doing(rescue) ─ SSH answers ─► Rescued ─ end ─► as before
 *   Doing, Waiting, Failed(installation) ─ release ─► Doing(release)        every phase ─► Retired ─ approved ─► Doing(inspection)
 * </pre>
 */
public sealed interface Phase {

    /** What is known of the machine. */
    Optional<Facts> knownFacts();

    /** The node that the machine is or is to become. */
    Optional<Assignment> assigned();

    /** A phase that belongs to a piece of work. */
    sealed interface Work extends Phase {

        Job job();

        @Override
        default Optional<Facts> knownFacts() {
            return job().knownFacts();
        }

        @Override
        default Optional<Assignment> assigned() {
            return job().assigned();
        }
    }

    /**
     * A try is under way.
     *
     * @param nonce names this try; what the machine reports carries it
     * @param deadline when this try is given up
     * @param progress what an installation reported last
     */
    record Doing(Job job, String nonce, Instant deadline, Progress progress) implements Work {

        /** Whether a report is about this try of this kind of work. */
        boolean awaits(Step step, String reportedNonce) {
            return job.step() == step && nonce.equals(reportedNonce);
        }

        Doing progressed(Progress reported) {
            return new Doing(job, nonce, deadline, reported);
        }

        Waiting rest(Instant retryAt) {
            return new Waiting(job, retryAt);
        }

        Failed giveUp() {
            return new Failed(job);
        }

        Available inspected(Facts facts) {
            if (!(job instanceof Job.Inspection)) {
                throw new IllegalStateException("only an inspection is inspected");
            }
            return new Available(facts);
        }

        Active installed() {
            if (!(job instanceof Job.Installation installation)) {
                throw new IllegalStateException("only an installation is installed");
            }
            return new Active(installation.facts(), installation.newest());
        }

        Available wiped() {
            if (!(job instanceof Job.Release release)) {
                throw new IllegalStateException("only a release is wiped");
            }
            return new Available(release.facts());
        }
    }

    /** The next try is waited for. */
    record Waiting(Job job, Instant retryAt) implements Work {}

    /** All tries failed; a person may ask for a retry. */
    record Failed(Job job) implements Work {}

    /**
     * Its ramdisk can be logged in to, until a person ends the rescue.
     *
     * @param nonce names the try; a machine that boots again boots the same
     */
    record Rescued(Job.Rescue rescue, String nonce, SshServer server) implements Work {
        @Override
        public Job job() {
            return rescue;
        }
    }

    /** Inspected, powered off where somebody has that power, and without work. */
    record Available(Facts facts) implements Phase {
        @Override
        public Optional<Facts> knownFacts() {
            return Optional.of(facts);
        }

        @Override
        public Optional<Assignment> assigned() {
            return Optional.empty();
        }
    }

    /**
     * Runs from its disk as a node.
     *
     * @param wasRescued whether it came here from a rescue: then it is restarted, once
     */
    record Active(Facts facts, Assignment assignment, boolean wasRescued) implements Phase {

        public Active(Facts facts, Assignment assignment) {
            this(facts, assignment, false);
        }

        @Override
        public Optional<Facts> knownFacts() {
            return Optional.of(facts);
        }

        @Override
        public Optional<Assignment> assigned() {
            return Optional.of(assignment);
        }
    }

    /** No longer part of the fleet. */
    record Retired() implements Phase {
        @Override
        public Optional<Facts> knownFacts() {
            return Optional.empty();
        }

        @Override
        public Optional<Assignment> assigned() {
            return Optional.empty();
        }
    }
}
