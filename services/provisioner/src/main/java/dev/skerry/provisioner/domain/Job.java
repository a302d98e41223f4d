package dev.skerry.provisioner.domain;

import java.time.Instant;
import java.util.Optional;

/** A piece of work on a machine with all that is needed to begin it again. */
public sealed interface Job {

    Step step();

    /** What is known of the machine. */
    Optional<Facts> knownFacts();

    /** The node that it is to become: by this work, or after it. */
    Optional<Assignment> assigned();

    /**
     * Finds out what the machine is.
     *
     * @param next what it is to become afterwards, when that is known already
     */
    record Inspection(Optional<Assignment> next) implements Job {
        @Override
        public Step step() {
            return Step.INSPECTION;
        }

        @Override
        public Optional<Facts> knownFacts() {
            return Optional.empty();
        }

        @Override
        public Optional<Assignment> assigned() {
            return next;
        }
    }

    /**
     * Makes it a node.
     *
     * @param assignment what the newest try installs
     * @param changed what the next try installs, when that is to be otherwise
     */
    record Installation(Facts facts, Assignment assignment, Optional<Assignment> changed) implements Job {

        public Installation(Facts facts, Assignment assignment) {
            this(facts, assignment, Optional.empty());
        }

        /** What is wanted now. */
        Assignment newest() {
            return changed.orElse(assignment);
        }

        @Override
        public Step step() {
            return Step.INSTALLATION;
        }

        @Override
        public Optional<Facts> knownFacts() {
            return Optional.of(facts);
        }

        @Override
        public Optional<Assignment> assigned() {
            return Optional.of(newest());
        }
    }

    /**
     * Wipes it.
     *
     * @param next what it is to become afterwards, when that is known already
     * @param retires whether it leaves the fleet afterwards
     */
    record Release(Facts facts, Optional<Assignment> next, boolean retires) implements Job {

        Release withoutNext() {
            return new Release(facts, Optional.empty(), retires);
        }

        @Override
        public Step step() {
            return Step.RELEASE;
        }

        @Override
        public Optional<Facts> knownFacts() {
            return Optional.of(facts);
        }

        @Override
        public Optional<Assignment> assigned() {
            return next;
        }
    }

    /**
     * Boots it with an SSH server and leaves its disk as it is.
     *
     * @param before what it goes back to: Available, Active, Failed, or Waiting for another try
     * @param reason why it stood there, for a person
     * @param sshKey who may log in: one line of authorized_keys
     */
    record Rescue(Phase before, String reason, String sshKey) implements Job {

        public Rescue {
            boolean rests = before instanceof Phase.Available
                    || before instanceof Phase.Active
                    || (before instanceof Phase.Failed || before instanceof Phase.Waiting)
                            && !(((Phase.Work) before).job() instanceof Rescue);
            if (!rests) {
                throw new IllegalArgumentException("no rescue of a machine in " + before);
            }
            before = before instanceof Phase.Active(Facts facts, Assignment assignment, boolean _)
                    ? new Phase.Active(facts, assignment)
                    : before;
        }

        @Override
        public Step step() {
            return Step.RESCUE;
        }

        @Override
        public Optional<Facts> knownFacts() {
            return before.knownFacts();
        }

        @Override
        public Optional<Assignment> assigned() {
            return before.assigned();
        }

        /** The same of a node that is to be installed otherwise, when that comes. */
        Rescue assigned(Assignment newest) {
            Phase then = switch (before) {
                case Phase.Active(Facts facts, Assignment _, boolean _) -> new Phase.Active(facts, newest);
                case Phase.Waiting(Job job, Instant retryAt) -> new Phase.Waiting(assigned(job, newest), retryAt);
                case Phase.Failed(Job job) -> new Phase.Failed(assigned(job, newest));
                default -> throw new IllegalStateException("no node: " + before);
            };
            return new Rescue(then, reason, sshKey);
        }

        private static Job assigned(Job job, Assignment newest) {
            return switch (job) {
                case Inspection _ -> new Inspection(Optional.of(newest));
                case Installation installation -> new Installation(installation.facts(), newest);
                case Release release -> new Release(release.facts(), Optional.of(newest), release.retires());
                case Rescue _ -> throw new IllegalStateException("no rescue goes back to a rescue");
            };
        }

        /** The same of a machine that is no node any more: what may be on its disk is wiped after the rescue, not before. */
        Rescue unassigned(Instant at) {
            return switch (before) {
                case Phase.Waiting(Inspection _, Instant retryAt) ->
                    new Rescue(new Phase.Waiting(new Inspection(Optional.empty()), retryAt), reason, sshKey);
                case Phase.Failed(Inspection _) ->
                    new Rescue(new Phase.Failed(new Inspection(Optional.empty())), reason, sshKey);
                case Phase.Waiting(Release release, Instant retryAt) ->
                    new Rescue(new Phase.Waiting(release.withoutNext(), retryAt), reason, sshKey);
                case Phase.Failed(Release release) ->
                    new Rescue(new Phase.Failed(release.withoutNext()), reason, sshKey);
                default ->
                    knownFacts()
                            .map(facts -> new Rescue(
                                    new Phase.Waiting(new Release(facts, Optional.empty(), false), at), "", sshKey))
                            .orElse(this);
            };
        }
    }
}
