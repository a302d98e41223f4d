package dev.skerry.bench;

import dev.skerry.bench.runtime.RuntimeBench;
import dev.skerry.cli.Console;
import org.openjdk.jmh.runner.RunnerException;
import picocli.CommandLine.Command;

/** What a decision, a record's mapping and a placement take. */
@Command(
        name = "runtime",
        description =
                "How long a decision, the mapping of a record and a placement take, measured with JMH in a process of their own.")
final class RuntimeCommand extends Bench {

    RuntimeCommand(Console console) {
        super(console);
    }

    @Override
    Measured measure(Console console) throws RunnerException {
        return RuntimeBench.run(console);
    }
}
