package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.local.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which fleet a command talks to. */
final class Connection {

    static final String API_VARIABLE = "SKERRY_API";
    static final String STATE_VARIABLE = "SKERRY_STATE";

    @Option(
            names = "--api",
            paramLabel = "URL",
            description =
                    "The fleet API. Otherwise $" + API_VARIABLE + ", otherwise the fleet that runs on this machine.")
    private @Nullable String api;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The state folder of a fleet on this machine. Otherwise $" + STATE_VARIABLE
                    + ", otherwise .skerry in the repository, otherwise the demo's in there.")
    private @Nullable Path state;

    /** The fleet API of the fleet that is meant. @throws CommandException when none runs */
    FleetApi open(Console console) {
        Optional<String> named = api == null ? console.variable(API_VARIABLE) : Optional.of(api);
        return new FleetApi(named.orElseGet(() -> endpoints(console).api()));
    }

    /** Where the fleet on this machine is reached. @throws CommandException when none runs */
    Endpoints endpoints(Console console) {
        return localEndpoints(console)
                .orElseThrow(() -> new CommandException(
                        ExitCode.UNAVAILABLE,
                        "no fleet runs on %s: start one with './skerry up', or name one with --api URL or --state DIR"
                                .formatted(folders(console).getFirst())));
    }

    Optional<Endpoints> localEndpoints(Console console) {
        return folders(console).stream()
                .flatMap(folder -> read(folder).stream())
                .filter(endpoints -> ProcessHandle.of(endpoints.pid()).isPresent())
                .findFirst();
    }

    /** The state folder of {@code up}: the one that was named, or the usual one. */
    static Path folder(@Nullable Path named, Console console) {
        return Optional.ofNullable(named)
                .or(() -> console.variable(STATE_VARIABLE).map(Path::of))
                .orElse(console.home().resolve(".skerry"));
    }

    private List<Path> folders(Console console) {
        Path first = folder(state, console);
        boolean named = state != null || console.variable(STATE_VARIABLE).isPresent();
        return named ? List.of(first) : List.of(first, first.resolve("demo"));
    }

    private static Optional<Endpoints> read(Path folder) {
        try {
            return Endpoints.read(folder);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, "" + e.getMessage(), e);
        }
    }
}
