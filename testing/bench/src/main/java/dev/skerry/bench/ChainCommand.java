package dev.skerry.bench;

import dev.skerry.bench.chain.ChainBench;
import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import java.io.IOException;
import java.time.Duration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Events a second of the whole chain. */
@Command(
        name = "chain",
        description = {
            "Events a second of the whole chain, and the time from a machine's announcement to a DNS answer, with simulated sites that take no time;",
            "beside it a bare exactly-once loop that moves as many records of the same size through the same broker."
        })
final class ChainCommand extends Bench {

    @Option(
            names = "--machines",
            paramLabel = "M",
            defaultValue = "200",
            description = "Machines of all sites together. Default: ${DEFAULT-VALUE}.")
    private int machines = 200;

    @Option(names = "--sites", paramLabel = "N", defaultValue = "50", description = "Sites. Default: ${DEFAULT-VALUE}.")
    private int sites = 50;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "How long the chain may take. Default: ${DEFAULT-VALUE}.")
    private int timeout = 300;

    ChainCommand(Console console) {
        super(console);
    }

    @Override
    Measured measure(Console console) throws IOException, InterruptedException {
        if (sites < 1 || machines < sites || timeout < 1) {
            throw new CommandException(
                    ExitCode.USAGE, "--sites must be at least 1, --machines at least --sites, --timeout at least 1");
        }
        return ChainBench.run(
                console, console.home().resolve("target/bench/fleet"), sites, machines, Duration.ofSeconds(timeout));
    }
}
