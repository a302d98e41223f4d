package dev.skerry.bench;

import dev.skerry.cli.Console;
import dev.skerry.cli.command.Skerry;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code ./skerry bench}. */
@Command(
        name = "skerry bench",
        description = "Measure this machine and this build. docs/performance.md says how to read the results.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "BENCHMARK")
final class BenchCommand {

    private BenchCommand() {}

    static CommandLine commands(Console console) {
        CommandLine root = new CommandLine(new BenchCommand());
        root.addSubcommand(new BootCommand(console));
        root.addSubcommand(new ChainCommand(console));
        root.addSubcommand(new PlacementCommand(console));
        root.addSubcommand(new RuntimeCommand(console));
        root.getSubcommands().values().forEach(each -> each.getCommandSpec().mixinStandardHelpOptions(true));
        return Skerry.reporting(root, console);
    }
}
