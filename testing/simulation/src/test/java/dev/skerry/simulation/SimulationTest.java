package dev.skerry.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.skerry.simulation.Simulation.Outcome;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Every invariant of docs/invariants.md on every seed. More by option: {@code -Dskerry.simulation.seeds=20000},
 * {@code -Dskerry.simulation.first=1}, {@code -Dskerry.simulation.steps=500}.
 */
class SimulationTest {

    private static final Logger QUIET = Logger.getLogger("dev.skerry");

    static {
        QUIET.setLevel(Level.OFF);
    }

    private static final int SEEDS = Integer.getInteger("skerry.simulation.seeds", 2_000);
    private static final long FIRST = Long.getLong("skerry.simulation.first", 1);
    private static final int STEPS = Integer.getInteger("skerry.simulation.steps", 500);

    @Test
    void everyInvariantHoldsOnEverySeed() {
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Outcome outcome = Simulation.run(Options.of(seed, STEPS));
            if (outcome.failed()) {
                fail(Shrinking.report(outcome));
            }
        }
    }

    @Test
    void aSeedReplaysExactly() {
        for (long seed = 1; seed <= 20; seed++) {
            Options options = Options.of(seed, STEPS);
            Outcome once = Simulation.run(options);
            Outcome again = Simulation.run(options.keeping(10));
            assertThat(again.hash()).isEqualTo(once.hash());
            assertThat(again.steps() + again.settling()).isEqualTo(once.steps() + once.settling());
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "skerry.simulation.seed", matches = "\\d+")
    void replays() {
        Options options =
                Options.of(Long.getLong("skerry.simulation.seed"), STEPS).keeping(5_000);
        for (String fault : list("skerry.simulation.without")) {
            options = options.without(Fault.valueOf(fault));
        }
        for (String item : list("skerry.simulation.dropped")) {
            options = options.without(Integer.parseInt(item));
        }
        Outcome outcome = Simulation.run(options);
        outcome.lines().forEach(System.out::println);
        System.out.printf("%d steps, %d of settling, hash %x%n", outcome.steps(), outcome.settling(), outcome.hash());
        outcome.failure().ifPresent(failure -> {
            throw failure;
        });
    }

    private static Set<String> list(String property) {
        Set<String> parts =
                new TreeSet<>(java.util.List.of(System.getProperty(property, "").split(",", -1)));
        parts.remove("");
        return parts;
    }

    @Test
    void theSameRunWithoutFaultsHoldsToo() {
        for (long seed = 1; seed <= 20; seed++) {
            Options options = Options.of(seed, 2 * STEPS);
            for (Fault fault : EnumSet.allOf(Fault.class)) {
                options = options.without(fault);
            }
            Outcome outcome = Simulation.run(options);
            assertThat(outcome.failure()).as("seed %d", seed).isEmpty();
        }
    }
}
