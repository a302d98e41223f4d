package dev.skerry.cli.command;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.Foreground;
import dev.skerry.cli.demo.Demo;
import dev.skerry.cli.demo.DemoOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the whole chain. */
@Command(
        name = "demo",
        description = {
            "Show the whole chain on this machine, from MAC addresses to DNS answers, with simulated sites beside a real fleet.",
            "Three sites and twelve machines from samples/, or as many as --sites and --machines say."
        })
final class DemoCommand implements Callable<Integer> {

    private static final long SHORTEST_LIMIT = 240;
    private static final long SHORTEST_LIMIT_WITH_FAULTS = 480;
    private static final long MILLIS_A_MACHINE = 150;

    private final Console console;

    @Option(names = "--sites", paramLabel = "N", description = "Sites to make up.")
    private @Nullable Integer sites;

    @Option(names = "--machines", paramLabel = "M", description = "Machines to make up, of all sites together.")
    private @Nullable Integer machines;

    @Option(
            names = "--seed",
            paramLabel = "S",
            defaultValue = "1",
            description = "The same seed makes the same world. Default: 1.")
    private long seed = 1;

    @Option(
            names = "--faults",
            paramLabel = "SEED",
            description = {
                "Faults strike the simulated world, the same ones for the same seed: power controllers that hang or lie, machines "
                        + "that die, sites that are cut off, agents that are killed."
            })
    private @Nullable Long faults;

    @Option(
            names = "--bad-bmcs",
            paramLabel = "PERCENT",
            description =
                    "So many of 100 power controllers misbehave for good: they hang, answer errors, lie, or break TLS off. 1 to 50.")
    private @Nullable Integer badBmcs;

    @Option(names = "--json", description = "End with one JSON object on stdout.")
    private boolean json;

    @Option(names = "--keep", description = "Let the fleet go on afterwards, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "A folder that is empty or another demo's; it is wiped. Default: .skerry/demo in the repository.")
    private @Nullable Path state;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            description = {
                "How long the chain may take. Default: 240, with --faults or --bad-bmcs 480, with more than 1600 machines at least 0.15 a machine."
            })
    private @Nullable Integer timeout;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        DemoOptions options = new DemoOptions(folder(), world(), json, keep, isFaulty(), Duration.ofSeconds(limit()));
        return Foreground.run(() -> new Demo(console, options).run().code());
    }

    private boolean isFaulty() {
        return faults != null || badBmcs != null;
    }

    private long limit() {
        if (timeout != null) {
            return timeout;
        }
        long least = isFaulty() ? SHORTEST_LIMIT_WITH_FAULTS : SHORTEST_LIMIT;
        return machines == null ? least : Math.max(least, machines * MILLIS_A_MACHINE / 1000);
    }

    private List<String> world() {
        List<String> world = new ArrayList<>(sitesAndMachines());
        if (faults != null) {
            world.addAll(List.of("--faults", String.valueOf(faults)));
        }
        if (badBmcs != null) {
            world.addAll(List.of("--bad-bmcs", String.valueOf(badBmcs)));
        }
        return world;
    }

    private List<String> sitesAndMachines() {
        if (sites == null && machines == null) {
            return List.of("--samples", console.home().resolve("samples").toString());
        }
        int siteCount = sites == null ? 3 : sites;
        int machineCount = machines == null ? siteCount * 4 : machines;
        if (siteCount < 1 || machineCount < siteCount || (timeout != null && timeout < 1)) {
            throw new CommandException(
                    ExitCode.USAGE, "--sites must be at least 1, --machines at least --sites, --timeout at least 1");
        }
        return List.of(
                "--sites",
                String.valueOf(siteCount),
                "--machines",
                String.valueOf(machineCount),
                "--seed",
                String.valueOf(seed));
    }

    /** The state folder, wiped each time: so only one that holds a demo, or nothing. */
    private Path folder() throws IOException {
        Path folder = (state == null ? console.home().resolve(".skerry/demo") : state)
                .toAbsolutePath()
                .normalize();
        if (Files.isDirectory(folder) && !Files.exists(folder.resolve(DemoOptions.MARK)) && !isEmpty(folder)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    folder + " holds something else than a demo, and would be wiped: name another folder");
        }
        return folder;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
