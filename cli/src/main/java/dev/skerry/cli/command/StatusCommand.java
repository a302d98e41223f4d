package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.api.Following;
import dev.skerry.cli.output.View;
import dev.skerry.cli.output.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows how the clusters are. */
@Command(name = "status", description = "Show each cluster's phase, use, apps and agent.")
final class StatusCommand implements Runnable {

    private static final String PATH = "status";

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Mixin
    private final Output output = new Output();

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with each change, until Ctrl-C.")
    private boolean follow;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        FleetApi api = connection.open(console);
        View view = Views.of(PATH);
        if (follow) {
            new Following(api, PATH, new LivePrinter(console, output.format(), view)).run();
        } else {
            output.list(console, api.get(PATH), view);
        }
    }
}
