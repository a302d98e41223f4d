package dev.skerry.bench.placement;

import com.sun.management.OperatingSystemMXBean;
import dev.skerry.bench.Measured;
import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Placement decisions a second of one core in a fleet that is full: decided by one thread, and divided by the processor time of the whole
 * process, so that compiling and collecting garbage count and what else runs on the machine does not. Only decisions that found room count.
 */
public final class PlacementBench {

    private static final List<Integer> SIZES = List.of(100, 1_000, 10_000);
    private static final double WARM_UP_SECONDS = 4;
    private static final double MEASURED_SECONDS = 4;
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private PlacementBench() {}

    /**
     * One size of fleet.
     *
     * @param clusters how many
     * @param decisions satisfied ones a second of processor time
     * @param asked how often the engine was asked for them a second of processor time
     * @param byTheClock satisfied ones a second by the clock on the wall
     */
    private record Row(int clusters, double decisions, double asked, double byTheClock) {}

    private record Result(List<Row> rows) implements Measured {

        @Override
        public ObjectNode json() {
            ObjectNode json = Trees.JSON.createObjectNode();
            ObjectNode sizes = json.putObject("decisionsPerSecond");
            rows.forEach(row -> sizes.put(String.valueOf(row.clusters()), Math.round(row.decisions())));
            return json;
        }

        @Override
        public List<String> lines() {
            Table table = new Table("CLUSTERS", "DECISIONS/CPU S", "MICROSECONDS EACH", "ASKED/CPU S", "DECISIONS/S");
            rows.forEach(row -> table.row(
                    String.valueOf(row.clusters()),
                    text("%.0f", row.decisions()),
                    text("%.1f", 1e6 / row.decisions()),
                    text("%.0f", row.asked()),
                    text("%.0f", row.byTheClock())));
            return table.lines();
        }
    }

    /** Measures each size. @param progress told one line a size */
    public static Measured run(Consumer<String> progress) {
        List<Row> rows = new ArrayList<>();
        for (int clusters : SIZES) {
            PlacementWorkload workload = new PlacementWorkload(clusters);
            double warm = cpuSeconds() + WARM_UP_SECONDS;
            while (!workload.hasBeenFull() || cpuSeconds() < warm) {
                workload.place();
            }
            Row row = measured(clusters, workload);
            progress.accept(text("%,7d clusters: ", clusters)
                    + text("%,.0f decisions a second of one core", row.decisions())
                    + text(" (%,.0f by the clock)", row.byTheClock()));
            rows.add(row);
        }
        return new Result(rows);
    }

    private static Row measured(int clusters, PlacementWorkload workload) {
        long asked = workload.asked();
        long satisfied = workload.satisfied();
        long begun = System.nanoTime();
        double cpuBegun = cpuSeconds();
        while (cpuSeconds() < cpuBegun + MEASURED_SECONDS) {
            for (int i = 0; i < 10; i++) {
                workload.place();
            }
        }
        double cpu = cpuSeconds() - cpuBegun;
        long decisions = workload.satisfied() - satisfied;
        return new Row(
                clusters,
                decisions / cpu,
                (workload.asked() - asked) / cpu,
                decisions / ((System.nanoTime() - begun) / 1e9));
    }

    private static double cpuSeconds() {
        return PROCESS.getProcessCpuTime() / 1e9;
    }

    private static String text(String format, Object value) {
        return String.format(Locale.ROOT, format, value);
    }
}
