package dev.skerry.simulation;

import dev.skerry.simulation.Simulation.Outcome;
import java.util.List;

/** Makes a failing run smaller, and tells it to a person. */
final class Shrinking {

    private static final int LINES = 60;
    private static final int MOST_ITEMS = 64;

    private Outcome smallest;

    private Shrinking(Outcome failed) {
        this.smallest = failed;
    }

    /** What does not hold, the shortest run that shows it, its newest lines, and how to run it again. */
    static String report(Outcome failed) {
        Shrinking shrinking = new Shrinking(failed);
        shrinking.shortest();
        for (Fault fault : Fault.values()) {
            shrinking.attempt(shrinking.smallest.options().without(fault));
        }
        for (int item = 0; item < MOST_ITEMS; item++) {
            shrinking.attempt(shrinking.smallest.options().without(item));
        }
        shrinking.shortest();
        return shrinking.text(failed);
    }

    /** A run that failed at a step needs no more steps; one that failed while it settled may need fewer. */
    private void shortest() {
        Options options = smallest.options();
        if (smallest.steps() < options.steps()) {
            attempt(options.withSteps(smallest.steps()));
        } else if (smallest.settling() > 0) {
            int most = options.steps();
            for (int part = most / 2; part > 0; part /= 2) {
                int fewer = smallest.options().steps() - part;
                if (fewer > 0) {
                    attempt(smallest.options().withSteps(fewer));
                }
            }
        }
    }

    private void attempt(Options options) {
        Outcome outcome = Simulation.run(options);
        boolean same = outcome.failed()
                && outcome.failure()
                        .get()
                        .invariant()
                        .equals(smallest.failure().orElseThrow().invariant());
        if (same) {
            smallest = outcome;
        }
    }

    private String text(Outcome original) {
        Outcome told = Simulation.run(smallest.options().keeping(LINES));
        List<String> lines = told.lines();
        return "%n%s%n%nseed %d fails after %d steps and %d of settling; the smallest run found fails after %d and %d.%n"
                        .formatted(
                                told.failure().map(Violation::getMessage).orElse("does not fail when it is repeated"),
                                original.options().seed(),
                                original.steps(),
                                original.settling(),
                                told.steps(),
                                told.settling())
                + "Its newest lines:%n%s%n%nReplay: %s%nThe seed as it was: %s%n"
                        .formatted(
                                String.join(System.lineSeparator(), lines),
                                smallest.options().command(),
                                original.options().command());
    }
}
