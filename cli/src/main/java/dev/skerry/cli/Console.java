package dev.skerry.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where a command reads and writes.
 *
 * @param out data
 * @param err progress and errors
 * @param in what is piped in
 * @param home the repository's folder
 * @param environment the environment variables
 */
public record Console(PrintStream out, PrintStream err, InputStream in, Path home, Map<String, String> environment) {

    /** The process's own; the home is the system property {@code skerry.home}, else the working directory. */
    public static Console ofProcess() {
        return new Console(
                System.out,
                System.err,
                System.in,
                Path.of(System.getProperty("skerry.home", "")).toAbsolutePath().normalize(),
                System.getenv());
    }

    /** One line of progress. */
    public void say(String line) {
        err.println(line);
    }

    /** An environment variable that is set and not empty. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }
}
