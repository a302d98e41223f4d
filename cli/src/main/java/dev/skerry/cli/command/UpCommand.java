package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.FleetStart;
import dev.skerry.cli.Foreground;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import dev.skerry.local.Endpoints;
import dev.skerry.local.LocalFleet;
import dev.skerry.local.LocalSettings;
import dev.skerry.peers.Dist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs a fleet on this machine. */
@Command(
        name = "up",
        description = {
            "Run a fleet on this machine: broker, registry and the five services. Prints where everything is; Ctrl-C stops it.",
            "The next start goes on where this one stopped."
        })
final class UpCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final Output output = new Output();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "The folder that holds everything. Otherwise $" + Connection.STATE_VARIABLE
                    + ", otherwise .skerry in the repository.")
    private @Nullable Path state;

    @Option(
            names = "--public-host",
            paramLabel = "HOST",
            description =
                    "The DNS name or address under which machines, nodes and agents reach this fleet's doors. They listen on"
                            + " loopback: something must lead there, as 10.0.2.2 does in a QEMU machine.")
    private @Nullable String publicHost;

    @Option(
            names = "--boot-files",
            paramLabel = "DIR",
            description =
                    "The folder with vmlinuz, initrd, image and boot.iso that machines boot and install: skerry.provisioner.files-dir.")
    private @Nullable Path bootFiles;

    UpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return Foreground.run(this::up);
    }

    private Integer up() throws InterruptedException {
        try {
            LocalFleet.Started started = FleetStart.start(console, settings());
            try (LocalFleet fleet = started.fleet()) {
                try {
                    print(started.endpoints());
                    console.say("Ctrl-C stops it.");
                    throw new CommandException(ExitCode.FAILURE, failure(fleet));
                } finally {
                    // What follows is the orderly end, which an interrupt that was already heeded must not cut short.
                    Thread.interrupted();
                    console.say("stopping");
                }
            }
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, String.valueOf(e.getMessage()), e);
        }
    }

    private LocalSettings settings() throws IOException {
        LocalSettings settings =
                LocalSettings.of(Connection.folder(state, console).toAbsolutePath(), Dist.find());
        if (publicHost != null) {
            settings = settings.withHost(publicHost);
        }
        return bootFiles == null
                ? settings
                : settings.with(Map.of(
                        "skerry.provisioner.files-dir",
                        bootFiles.toAbsolutePath().toString()));
    }

    private static String failure(LocalFleet fleet) throws InterruptedException {
        try {
            return fleet.failure().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private void print(Endpoints endpoints) {
        if (output.format() != Format.TABLE) {
            output.tree(console, Trees.JSON.valueToTree(endpoints));
            return;
        }
        new Table("WHAT", "ADDRESS")
                .row("fleet API", endpoints.api())
                .row("machines boot from", endpoints.provisioner())
                .row("nodes install from", endpoints.installer())
                .row("agents connect to", endpoints.agents())
                .row("DNS (UDP and TCP)", endpoints.dns())
                .row("DNS zone", endpoints.zone())
                .row("feed for DNS servers", endpoints.dnsRegistry())
                .row("inventory's health", endpoints.inventory())
                .row("Kafka", endpoints.broker())
                .row("schema registry", endpoints.registry())
                .row("secrets", endpoints.secrets())
                .lines()
                .forEach(console.out()::println);
    }
}
