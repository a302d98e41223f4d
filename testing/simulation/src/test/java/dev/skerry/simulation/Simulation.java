package dev.skerry.simulation;

import java.util.List;
import java.util.Optional;

/** One run: a workload and faults for so many steps, then time for everything to come right. */
final class Simulation {

    private static final long SETTLING = 20 * 60_000;
    private static final int MOST_SETTLING_STEPS = 12_000;
    private static final long LOOK_EVERY = 5_000;

    /**
     * How a run went.
     *
     * @param hash of all that happened
     * @param steps how many there were before the faults stopped
     * @param settling how many there were afterwards
     * @param failure what did not hold
     * @param lines the trace's newest
     */
    record Outcome(
            Options options, long hash, int steps, int settling, Optional<Violation> failure, List<String> lines) {

        boolean failed() {
            return failure.isPresent();
        }
    }

    private final Options options;
    private final Converged converged;
    private final World world;
    private final Workload workload;
    private int steps;
    private int settling;

    private Simulation(Options options) {
        this.options = options;
        Chance chance = new Chance(options.seed());
        this.world = new World(options, chance, Invariants::all);
        this.converged = new Converged(world);
        this.workload = new Workload(world, chance.split(), options.dropped());
    }

    static Outcome run(Options options) {
        return new Simulation(options).run();
    }

    /** A run whose world can be looked at afterwards. */
    static World worldAfter(Options options) {
        Simulation simulation = new Simulation(options);
        simulation.run();
        return simulation.world;
    }

    private Outcome run() {
        Optional<Violation> failure = Optional.empty();
        try {
            workload.start();
            while (steps < options.steps() && world.schedule().step()) {
                steps++;
            }
            settle();
        } catch (Violation e) {
            failure = Optional.of(e);
        }
        return new Outcome(
                options,
                world.trace().hash(),
                steps,
                settling,
                failure,
                world.trace().lines());
    }

    private void settle() {
        workload.stop();
        world.faults().stop();
        long end = world.now() + SETTLING;
        long look = world.now() + LOOK_EVERY;
        int quiet = 0;
        while (world.now() < end && settling < MOST_SETTLING_STEPS && quiet < 2) {
            if (!world.schedule().step()) {
                break;
            }
            settling++;
            if (world.now() >= look) {
                look = world.now() + LOOK_EVERY;
                quiet = converged.complaint().isEmpty() ? quiet + 1 : 0;
            }
        }
        converged.require();
        world.atEnd();
    }
}
