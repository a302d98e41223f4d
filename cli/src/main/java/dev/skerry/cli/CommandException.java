package dev.skerry.cli;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Ends a command with an exit code and a message for a person. */
public final class CommandException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public CommandException(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public CommandException(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }

    /** The message; never null, unlike in other exceptions. */
    public String text() {
        String message = getMessage();
        return message == null ? exitCode.meaning() : message;
    }
}
