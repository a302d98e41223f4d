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
