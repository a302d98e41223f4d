package dev.skerry.simulation;

import java.io.Serial;

/** An invariant does not hold. An error, so that no host takes it for a decider's failure. */
final class Violation extends AssertionError {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String invariant;

    Violation(String invariant, String message) {
        super(invariant + ": " + message);
        this.invariant = invariant;
    }

    String invariant() {
        return invariant;
    }
}
