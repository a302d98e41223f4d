package dev.skerry.bench;

import dev.skerry.bench.boot.BootBench;
import dev.skerry.cli.CommandException;
import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Boot scripts a second. */
@Command(
        name = "boot",
        description = {
            "Boot scripts a second of the provisioner's door with many known machines, a real broker and a real"
                    + " registry;",
            "beside it a constant that the same HTTP server answers."
        })
final class BootCommand extends Bench {

    @Option(
            names = "--machines",
            paramLabel = "M",
            defaultValue = "100000",
            description = "Known machines. Default: ${DEFAULT-VALUE}.")
    private int machines = 100_000;

    BootCommand(Console console) {
        super(console);
    }

    @Override
    Measured measure(Console console) throws IOException, InterruptedException {
        if (machines < 1 || machines > 1_000_000) {
            throw new CommandException(ExitCode.USAGE, "--machines must be 1 to 1000000");
        }
        return BootBench.run(console, console.home().resolve("target/bench/boot"), machines);
    }
}
