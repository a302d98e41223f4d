package dev.skerry.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    private final Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), 5);

    @Test
    void delaysDoubleUpToTheLongestLessAtMostAQuarter() {
        for (int attempt = 1; attempt < 100; attempt++) {
            Duration full = attempt > 5 ? Duration.ofMinutes(1) : Duration.ofSeconds(2L << (attempt - 1));
            assertThat(backoff.after("m-1", attempt))
                    .isBetween(full.multipliedBy(3).dividedBy(4), full);
        }
    }

    @Test
    void aReplayGivesTheSameDelayAndAggregatesAreSpreadApart() {
        assertThat(backoff.after("m-1", 3)).isEqualTo(backoff.after("m-1", 3));
        assertThat(IntStream.range(0, 100)
                        .mapToObj(i -> backoff.after("m-" + i, 3))
                        .distinct()
                        .count())
                .isGreaterThan(80);
    }

    @Test
    void attemptsEnd() {
        assertThat(backoff.allowsAfter(4)).isTrue();
        assertThat(backoff.allowsAfter(5)).isFalse();
    }

    @Test
    void nonsenseIsRefused() {
        assertThatThrownBy(() -> new Backoff(Duration.ZERO, Duration.ofSeconds(1), 1))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
