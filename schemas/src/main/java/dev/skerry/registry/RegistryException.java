package dev.skerry.registry;

import java.io.Serial;

/** The registry refused a call or could not be reached. */
public final class RegistryException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final int status;

    RegistryException(int status, String message) {
        super(message);
        this.status = status;
    }

    RegistryException(String message, Throwable cause) {
        super(message, cause);
        this.status = 0;
    }

    /** The HTTP status; 0 when there was no answer. */
    public int status() {
        return status;
    }

    /** Whether what was asked for is not there: 404. */
    public boolean unknown() {
        return status == 404;
    }
}
