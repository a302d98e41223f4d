package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.Foreground;
import dev.skerry.cli.documents.Applier;
import dev.skerry.cli.documents.Applier.Outcome;
import dev.skerry.cli.documents.DocumentFiles;
import dev.skerry.cli.output.Trees;
import dev.skerry.cli.sim.SimProcess;
import dev.skerry.local.Endpoints;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Runs simulated sites beside a fleet on this machine. */
@Command(
        name = SimCommand.NAME,
        description = {
            "Run simulated sites beside a fleet that runs on this machine, until Ctrl-C.",
            "Arguments that are not listed here are the simulator's: --samples DIR, or --sites N --machines M --seed S. "
                    + "Default: --samples samples."
        })
final class SimCommand implements Callable<Integer> {

    static final String NAME = "sim";

    private final Console console;

    @Mixin
    private final Connection connection = new Connection();

    @Option(names = "--apply", description = "Apply the documents of the simulated world too.")
    private boolean apply;

    @Parameters(paramLabel = "ARGUMENT", arity = "0..*", description = "The simulator's own arguments.")
    private List<String> arguments = new ArrayList<>();

    SimCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        return Foreground.run(this::simulate);
    }

    private Integer simulate() throws InterruptedException {
        Endpoints endpoints = connection.endpoints(console);
        List<String> world = arguments.contains("--samples") || arguments.contains("--sites")
                ? arguments
                : join(List.of("--samples", console.home().resolve("samples").toString()), arguments);
        Path folder = Path.of(endpoints.secrets()).resolveSibling("sim");
        SimProcess.Plan plan = new SimProcess.Plan(console.home(), folder, endpoints, world);
        try (SimProcess sim = SimProcess.start(plan)) {
            console.out().println(Trees.jsonLine(sim.ready()));
            if (apply) {
                apply(sim);
            }
            int code = sim.onExit().get();
            throw new CommandException(ExitCode.FAILURE, "the simulator ended with code " + code);
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILURE, String.valueOf(e.getMessage()), e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> join(List<String> first, List<String> second) {
        List<String> all = new ArrayList<>(first);
        all.addAll(second);
        return all;
    }

    private void apply(SimProcess sim) {
        List<Outcome> outcomes = new Applier(connection.open(console), outcome -> {
                    if (outcome instanceof Outcome.Refused refused) {
                        console.say(refused.message());
                    }
                })
                .apply(DocumentFiles.read(List.of(sim.documents().toString()), console.in()));
        long refused =
                outcomes.stream().filter(Outcome.Refused.class::isInstance).count();
        console.say("applied %d documents, %d were refused".formatted(outcomes.size(), refused));
    }
}
