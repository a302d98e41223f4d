package dev.skerry.provisioner.effect;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Runs other programs. */
interface Programs {

    /**
     * What became of a program.
     *
     * @param code its exit code
     * @param output what it wrote to both of its outputs
     */
    record Ended(int code, String output) {}

    /** There is no such program. */
    final class MissingException extends IOException {

        private static final long serialVersionUID = 1L;

        MissingException(String program, Throwable cause) {
            super(program + " is missing", cause);
        }
    }

    /**
     * Runs a program to its end.
     *
     * @param command the program and its arguments, which everyone on the machine can read
     * @param input what it reads, which no one can
     * @param limit after which it is killed
     * @throws MissingException when there is no such program
     * @throws IOException when it cannot be run, or did not end in time
     */
    Ended run(List<String> command, String input, Duration limit) throws IOException, InterruptedException;
}
