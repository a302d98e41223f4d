package dev.skerry.provisioner.effect;

import dev.skerry.kernel.Failure;
import java.io.Serial;

/** A power controller did not do what it was told. */
final class PowerException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    PowerException(Failure failure) {
        super(failure.reason());
        this.failure = failure;
    }

    static PowerException passing(String reason) {
        return new PowerException(new Failure.Transient(reason));
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
}
