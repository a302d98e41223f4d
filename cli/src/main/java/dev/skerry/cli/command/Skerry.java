package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.command.MachineCommand.Action;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The commands under {@code ./skerry}. */
@Command(
        name = Skerry.NAME,
        description = "Skerry runs a fleet of edge sites: from a MAC address to a DNS answer.",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%n",
        footer = "'./skerry COMMAND --help' says more; './skerry test' runs the tests, './skerry bench' measures.",
        exitCodeListHeading = "%nExit codes:%n")
public final class Skerry {

    static final String NAME = "skerry";

    private Skerry() {}

    /** All commands, reading and writing where the console says. */
    public static CommandLine commands(Console console) {
        CommandLine root = new CommandLine(new Skerry());
        root.addSubcommand(new UpCommand(console));
        root.addSubcommand(new DemoCommand(console));
        root.addSubcommand(new ApplyCommand(console));
        root.addSubcommand(new GetCommand(console));
        root.addSubcommand(new StatusCommand(console));
        root.addSubcommand(new CommandLine(new ExplainCommand()).addSubcommand(new ExplainCommand.App(console)));
        root.addSubcommand(new TraceCommand(console));
        root.addSubcommand(DeadLettersCommand.with(console));
        root.addSubcommand(new ResolveCommand(console));
        root.addSubcommand(machine(console));
        root.addSubcommand(SiteCommand.with(console));
        root.addSubcommand(DiscoverCommand.with(console));
        root.addSubcommand(new CommandLine(new DeleteCommand())
                .addSubcommand(new DeleteCommand.App(console))
                .addSubcommand(new DeleteCommand.InstallProfile(console))
                .addSubcommand(new DeleteCommand.HardwareClass(console)));
        CommandLine sim = new CommandLine(new SimCommand(console));
        root.addSubcommand(sim);
        root.addSubcommand(new SecretsCommand(console));
        root.addSubcommand(new WatchTransactionsCommand(console));
        root.addSubcommand(new CompletionCommand(console));
        root.addSubcommand(new VersionCommand(console));
        each(
                root,
                command ->
                        command.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new ProgramVersion()));
        sim.setUnmatchedOptionsArePositionalParams(true);
        return reporting(root, console);
    }

    /** Has a command line write where the console says, tell what was wrong, and end with {@link ExitCode}. */
    public static CommandLine reporting(CommandLine root, Console console) {
        root.setCaseInsensitiveEnumValuesAllowed(true);
        root.getCommandSpec().usageMessage().exitCodeList(exitCodes());
        root.setOut(new PrintWriter(console.out(), true));
        root.setErr(new PrintWriter(console.err(), true));
        root.setParameterExceptionHandler((wrong, _) -> {
            console.say(String.valueOf(wrong.getMessage()));
            console.say("'./skerry %s' says how it is written".formatted(help(wrong)));
            return ExitCode.USAGE.code();
        });
        root.setExecutionExceptionHandler((failure, _, _) -> {
            if (failure instanceof CommandException known) {
                console.say(known.text());
                return known.exitCode().code();
            }
            failure.printStackTrace(console.err());
            return ExitCode.FAILURE.code();
        });
        return root;
    }

    private static CommandLine machine(Console console) {
        CommandLine machine = new CommandLine(new MachineCommand());
        machine.addSubcommand(new MachineCommand.ReplaceNic(console));
        machine.addSubcommand(new MachineCommand.Rescue(console));
        for (Action action : Action.values()) {
            CommandLine ask = new CommandLine(new MachineCommand.Ask(console, action));
            ask.getCommandSpec().usageMessage().description(action.meaning());
            machine.addSubcommand(action.title(), ask);
        }
        return machine;
    }

    private static void each(CommandLine command, java.util.function.Consumer<CommandLine> action) {
        action.accept(command);
        command.getSubcommands().values().forEach(sub -> each(sub, action));
    }

    private static String help(ParameterException wrong) {
        String words = wrong.getCommandLine().getCommandSpec().qualifiedName();
        return (words.equals(NAME) ? "" : words.substring(NAME.length() + 1) + " ") + "--help";
    }

    private static Map<String, String> exitCodes() {
        return Arrays.stream(ExitCode.values())
                .collect(Collectors.toMap(
                        code -> " " + code.code(), ExitCode::meaning, (first, _) -> first, LinkedHashMap::new));
    }
}
