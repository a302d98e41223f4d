package dev.skerry.provisioner.domain;

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

    /** Makes it a node. */
    record Installation(Facts facts, Assignment assignment) implements Job {
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
            return Optional.of(assignment);
        }
    }

    /**
     * Wipes it.
     *
     * @param next what it is to become afterwards, when that is known already
     * @param retires whether it leaves the fleet afterwards
     */
    record Release(Facts facts, Optional<Assignment> next, boolean retires) implements Job {
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
}
