package dev.skerry.runtime;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The broker could not be reached or did not acknowledge; the caller may try again. A door answers 503 with Retry-After. */
public final class UnavailableException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
