package dev.skerry.agent.time;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.testing.ManualTiming;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SerialTaskTest {

    private final ManualTiming timing = new ManualTiming();
    private final ArrayDeque<Runnable> queue = new ArrayDeque<>();
    private final AtomicInteger runs = new AtomicInteger();

    private void drain() {
        for (var next = queue.poll(); next != null; next = queue.poll()) {
            next.run();
        }
    }

    @Test
    void anyNumberOfPokesBeforeARunMakeOneRun() {
        try (var task = new SerialTask("t", timing, queue::add, runs::incrementAndGet)) {
            for (int poke = 0; poke < 100; poke++) {
                task.poke();
            }
            assertThat(queue).hasSize(1);
            drain();
            assertThat(runs.get()).isBetween(1, 2);
        }
    }

    @Test
    void aPokeDuringARunMakesAnotherOne() {
        var holder = new ArrayList<SerialTask>();
        try (var task = new SerialTask("t", timing, queue::add, () -> {
            if (runs.incrementAndGet() < 5) {
                holder.getFirst().poke();
                holder.getFirst().poke();
            }
        })) {
            holder.add(task);
            task.poke();
            drain();
            assertThat(runs).hasValue(5);
        }
    }

    @Test
    void theEarliestDelayCountsAndARunForgetsIt() {
        try (var task = new SerialTask("t", timing, Runnable::run, runs::incrementAndGet)) {
            task.pokeAfter(Duration.ofSeconds(10));
            task.pokeAfter(Duration.ofSeconds(3));
            task.pokeAfter(Duration.ofSeconds(5));
            assertThat(timing.pending()).isEqualTo(1);
            timing.advance(Duration.ofMillis(2999));
            assertThat(runs).hasValue(0);
            timing.advance(Duration.ofMillis(1));
            assertThat(runs).hasValue(1);
            timing.advance(Duration.ofHours(1));
            assertThat(runs).hasValue(1);
        }
    }

    @Test
    void aBodyThatBreaksIsTriedAgainAndAClosedTaskIsNot() {
        var task = new SerialTask("t", timing, Runnable::run, () -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("once, for the test");
            }
        });
        task.poke();
        timing.advance(Duration.ofSeconds(5));
        assertThat(runs).hasValue(2);
        task.pokeAfter(Duration.ofSeconds(1));
        task.close();
        task.poke();
        timing.advance(Duration.ofHours(1));
        assertThat(runs).hasValue(2);
        assertThat(timing.pending()).isZero();
    }

    @Test
    void delaysDoubleUpToTheirBoundLessAtMostHalf() {
        var delay = new RetryDelay(Duration.ofMillis(500), Duration.ofSeconds(30), new Random(7));
        long full = 500;
        for (int failure = 0; failure < 50; failure++) {
            assertThat(delay.next().toMillis()).isBetween(full / 2, full);
            full = Math.min(30_000, full * 2);
        }
        delay.reset();
        assertThat(delay.next().toMillis()).isBetween(250L, 500L);
    }
}
