package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class WaitPlanTest {

    private final AtomicLong now =
            new AtomicLong(Long.MAX_VALUE - Duration.ofSeconds(5).toNanos());
    private final WaitPlan plan = new WaitPlan(Duration.ofSeconds(2), 10, now::get);

    @Test
    void fewMachinesSleepTheShortestTime() {
        for (int i = 0; i < 100; i++) {
            assertThat(plan.nextSeconds()).isEqualTo(2);
            now.addAndGet(Duration.ofMillis(100).toNanos());
        }
    }

    @Test
    void manyThatAskAtOnceComeBackOneAfterTheOther() {
        long[] sleeps = LongStream.generate(plan::nextSeconds).limit(300).toArray();
        assertThat(sleeps).isSorted().startsWith(2).endsWith(31);
        assertThat(LongStream.of(sleeps).filter(sleep -> sleep == 20)).hasSize(10);
    }

    @Test
    void noneSleepsLongerThanAMinute() {
        assertThat(LongStream.generate(plan::nextSeconds).limit(5_000)).allMatch(sleep -> sleep <= 60);
        now.addAndGet(Duration.ofMinutes(2).toNanos());
        assertThat(plan.nextSeconds()).as("after the rush").isEqualTo(2);
    }

    @Test
    void aRateBelowOneIsRefused() {
        assertThatThrownBy(() -> new WaitPlan(Duration.ofSeconds(1), 0)).hasMessageContaining("at least 1 a second");
    }
}
