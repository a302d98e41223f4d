package dev.skerry.runtime;

import java.io.Serial;

/** A record that cannot be understood, now or later; it belongs to the dead letters. */
public final class PoisonException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public PoisonException(String reason) {
        super(reason);
    }

    public PoisonException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
