package dev.skerry.bench;

import dev.skerry.cli.Console;
import dev.skerry.cli.ExitCode;
import dev.skerry.cli.Foreground;
import dev.skerry.cli.output.Trees;
import java.util.concurrent.Callable;
import picocli.CommandLine.Option;

/** One benchmark's command: progress on stderr, the result on stdout. */
abstract class Bench implements Callable<Integer> {

    private final Console console;

    @Option(names = "--json", description = "End with one JSON object on stdout instead of a table.")
    private boolean json;

    Bench(Console console) {
        this.console = console;
    }

    /** Measures. */
    abstract Measured measure(Console console) throws Exception;

    @Override
    public Integer call() throws Exception {
        Measured measured = Foreground.run(() -> measure(console));
        if (json) {
            console.out().println(Trees.jsonLine(measured.json()));
        } else {
            measured.lines().forEach(console.out()::println);
        }
        return ExitCode.OK.code();
    }
}
