package dev.skerry.bench;

import dev.skerry.bench.placement.PlacementBench;
import dev.skerry.cli.Console;
import picocli.CommandLine.Command;

/** Placement decisions a second. */
@Command(
        name = "placement",
        description =
                "How many placement decisions a second one core makes in a full fleet of 100, 1,000 and 10,000 clusters.")
final class PlacementCommand extends Bench {

    PlacementCommand(Console console) {
        super(console);
    }

    @Override
    Measured measure(Console console) {
        return PlacementBench.run(console::say);
    }
}
