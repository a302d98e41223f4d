package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.local.SecretsFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Makes the secrets of an installation that this program does not run itself. */
@Command(
        name = "secrets",
        description = {
            "Make the secrets of an installation, as docs/configuration.md names them: the CA, the doors' certificate, keys.",
            "What is there stays; the doors' certificate is made anew near its end and for other names."
        })
final class SecretsCommand implements Runnable {

    private final Console console;

    @Option(names = "--dir", required = true, paramLabel = "DIR", description = "The folder that holds all of them.")
    private Path folder = Path.of("");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description =
                    "A DNS name or IP address under which a door is reached, beside localhost. May be given several times.")
    private Set<String> names = new TreeSet<>();

    @Option(
            names = "--parts",
            paramLabel = "DIR",
            description = "Also give each service a folder of its own in DIR, with what it reads and nothing else.")
    private @Nullable Path parts;

    SecretsCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try {
            SecretsFolder.complete(folder.toAbsolutePath(), names, Instant.now());
            if (parts != null) {
                SecretsFolder.share(folder.toAbsolutePath(), parts.toAbsolutePath());
            }
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, String.valueOf(e.getMessage()), e);
        }
        console.say("the secrets are in " + folder);
    }
}
