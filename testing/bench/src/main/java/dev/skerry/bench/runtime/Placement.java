package dev.skerry.bench.runtime;

import dev.skerry.bench.placement.PlacementWorkload;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One app more in a fleet that is kept full: as {@code bench placement}, which runs longer and so is nearer to the steady state. */
@State(Scope.Benchmark)
public class Placement {

    @Param({"100", "1000", "10000"})
    public int clusters;

    private PlacementWorkload workload = new PlacementWorkload(40);

    @Setup
    public void fill() {
        workload = new PlacementWorkload(clusters);
        while (!workload.hasBeenFull()) {
            workload.place();
        }
    }

    @Benchmark
    public void place() {
        workload.place();
    }
}
