package dev.skerry.platforminstaller.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import dev.skerry.platforminstaller.domain.Planner.Choice;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlannerTest {

    private static final Requirements ANY = new Requirements("", 0, 0);

    static Stream<Arguments> choices() {
        return Stream.of(
                Arguments.of(
                        "least first", 2, ANY, List.of(free("big", 16), free("mid", 8), free("small", 2)), "small mid"),
                Arguments.of("ties by name", 2, ANY, List.of(free("c", 4), free("a", 4), free("b", 4)), "a b"),
                Arguments.of(
                        "too small ones are left",
                        2,
                        new Requirements("", 4, 0),
                        List.of(free("s", 2), free("a", 4), free("b", 8)),
                        "a b"),
                Arguments.of(
                        "never mixed: the larger architecture",
                        2,
                        ANY,
                        List.of(arm("a"), free("x", 4), free("y", 4)),
                        "x y"),
                Arguments.of(
                        "as asked",
                        1,
                        new Requirements("aarch64", 0, 0),
                        List.of(arm("a"), free("x", 4), free("y", 4)),
                        "a"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("choices")
    void chooses(String what, int wanted, Requirements requirements, List<Machine> machines, String expected) {
        assertThat(Planner.choose(wanted, requirements, Optional.empty(), machines))
                .as(what)
                .isInstanceOfSatisfying(
                        Choice.Enough.class,
                        enough -> assertThat(enough.machines().stream().map(Machine::name))
                                .containsExactly(expected.split(" ", -1)));
    }

    static Stream<Arguments> shortages() {
        return Stream.of(
                Arguments.of(
                        3,
                        new Requirements("x86_64", 4, 8192),
                        List.of(
                                free("m-a", 4),
                                machine("m-x", "x86_64", 2, 8192, true, null),
                                machine("m-y", "x86_64", 4, 4096, true, null),
                                arm("m-z")),
                        "needs 3 machines with 4 cores and 8192 MiB and x86_64, has 1 of 4: "
                                + "m-x has 2 cores; m-y has 4096 MiB; m-z is aarch64"),
                Arguments.of(1, ANY, List.of(), "needs 1 machine, has 0 of 0"),
                Arguments.of(
                        1,
                        ANY,
                        List.of(
                                machine("a", "x86_64", 4, 8192, true, "other.copenhagen"),
                                machine("b", "x86_64", 4, 8192, false, null)),
                        "needs 1 machine, has 0 of 2: a belongs to other.copenhagen; b is not available"),
                Arguments.of(2, ANY, List.of(arm("a"), free("x", 4)), "needs 2 machines, has 1 of 2: x is x86_64"));
    }

    @ParameterizedTest(name = "{3}")
    @MethodSource("shortages")
    void saysWhatIsMissing(int wanted, Requirements requirements, List<Machine> machines, String reason) {
        assertThat(Planner.choose(wanted, requirements, Optional.empty(), machines))
                .isInstanceOfSatisfying(
                        Choice.TooFew.class,
                        tooFew -> assertThat(tooFew.reason()).isEqualTo(reason));
    }

    @Test
    void keepsAReasonShortAtALargeSite() {
        List<Machine> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(machine("m-%03d".formatted(i), "x86_64", 1, 8192, true, null));
        }
        assertThat(Planner.choose(1, new Requirements("", 2, 0), Optional.empty(), many))
                .isInstanceOfSatisfying(
                        Choice.TooFew.class,
                        tooFew -> assertThat(tooFew.reason())
                                .endsWith("m-007 has 1 core; and 92 more")
                                .hasSizeLessThan(300));
    }

    @Test
    void doesNotDependOnTheOrderOfMachines() {
        Random random = new Random(7);
        List<Machine> machines = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            machines.add(machine(
                    "m" + i, random.nextBoolean() ? "x86_64" : "aarch64", 1 + random.nextInt(4), 1024, true, null));
        }
        Choice first = Planner.choose(5, ANY, Optional.empty(), machines);
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(machines, random);
            assertThat(Planner.choose(5, ANY, Optional.empty(), machines)).isEqualTo(first);
        }
    }

    private static Machine free(String name, int cores) {
        return machine(name, "x86_64", cores, 8192, true, null);
    }

    private static Machine arm(String name) {
        return machine(name, "aarch64", 4, 8192, true, null);
    }

    private static Machine machine(
            String name,
            String architecture,
            int cores,
            long memory,
            boolean available,
            @org.jspecify.annotations.Nullable String cluster) {
        return new Machine(
                "id-" + name,
                name,
                architecture,
                cores,
                memory,
                available,
                Optional.ofNullable(cluster),
                Optional.empty(),
                List.of());
    }
}
