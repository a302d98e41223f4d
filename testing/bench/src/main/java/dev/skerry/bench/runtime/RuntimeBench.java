package dev.skerry.bench.runtime;

import dev.skerry.bench.Measured;
import dev.skerry.cli.Console;
import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import tools.jackson.databind.node.ObjectNode;

/** Runs the benchmarks of this package with JMH, each in a process of its own. */
public final class RuntimeBench {

    private RuntimeBench() {}

    /** One benchmark: the mean of its iterations and the half-width of its 99.9 % confidence interval, microseconds. */
    private record Row(String name, double mean, double error) {}

    private record Rows(List<Row> rows) implements Measured {

        @Override
        public ObjectNode json() {
            ObjectNode json = Trees.JSON.createObjectNode();
            ObjectNode means = json.putObject("microsecondsPerOperation");
            rows.forEach(row -> means.put(row.name(), Math.round(row.mean() * 1000) / 1000.0));
            return json;
        }

        @Override
        public List<String> lines() {
            Table table = new Table("BENCHMARK", "MICROSECONDS", "+-");
            rows.forEach(row -> table.row(row.name(), text(row.mean()), text(row.error())));
            return table.lines();
        }

        private static String text(double value) {
            return String.format(Locale.ROOT, "%.3f", value);
        }
    }

    /**
     * Runs them, in about two minutes.
     *
     * @throws RunnerException when JMH cannot run them
     */
    public static Measured run(Console console) throws RunnerException {
        PrintStream stdout = System.out;
        // JMH tells its progress on stdout, which is the result's.
        System.setOut(console.err());
        try {
            Collection<RunResult> results = new Runner(new OptionsBuilder()
                            .include("^" + RuntimeBench.class.getPackageName().replace(".", "\\.") + "\\.")
                            .mode(Mode.AverageTime)
                            .timeUnit(TimeUnit.MICROSECONDS)
                            .forks(1)
                            .warmupIterations(3)
                            .warmupTime(TimeValue.milliseconds(500))
                            .measurementIterations(5)
                            .measurementTime(TimeValue.milliseconds(500))
                            .jvmArgsAppend("-Xmx1g", "-XX:+UseSerialGC")
                            .shouldFailOnError(true)
                            .build())
                    .run();
            return new Rows(results.stream().map(RuntimeBench::row).toList());
        } finally {
            System.setOut(stdout);
        }
    }

    private static Row row(RunResult run) {
        BenchmarkParams params = run.getParams();
        String[] words = params.getBenchmark().split("\\.");
        String values = params.getParamsKeys().stream().map(params::getParam).collect(Collectors.joining(","));
        String name =
                words[words.length - 2] + "." + words[words.length - 1] + (values.isEmpty() ? "" : "(" + values + ")");
        Result<?> result = run.getPrimaryResult();
        return new Row(name, result.getScore(), result.getScoreError());
    }
}
