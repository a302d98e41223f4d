package dev.skerry.provisioner.effect;

import dev.skerry.kernel.Failure;
import java.io.Serial;

/** A power controller did not do what it was told. */
final class PowerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;
    private final boolean conflict;

    PowerException(Failure failure) {
        this(failure, false);
    }

    private PowerException(Failure failure, boolean conflict) {
        super(failure.reason());
        this.failure = failure;
        this.conflict = conflict;
    }

    static PowerException passing(String reason) {
        return new PowerException(new Failure.Transient(reason));
    }

    /** The order does not fit the system's state, which may be another one soon. */
    static PowerException conflict(String reason) {
        return new PowerException(new Failure.Transient(reason), true);
    }

    static PowerException lasting(String reason) {
        return new PowerException(new Failure.Permanent(reason));
    }

    Failure failure() {
        return failure;
    }

    boolean isPassing() {
        return failure instanceof Failure.Transient;
    }

    /** Whether the order does not fit the system's state. */
    boolean isConflict() {
        return conflict;
    }
}
