package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.Test;

class ThreadReplacementTest {

    private final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private final ThreadReplacement replacement = new ThreadReplacement("test", () -> now, pauses::add);

    @Test
    void theThreadIsAlwaysReplacedAndEachPauseIsLongerUpToFiveSeconds() {
        for (int i = 0; i < 100; i++) {
            assertThat(replacement.handle(new IllegalStateException("no space left")))
                    .isEqualTo(StreamThreadExceptionResponse.REPLACE_THREAD);
            now = now.plusSeconds(1);
        }
        assertThat(pauses.getFirst()).isBetween(Duration.ofMillis(150), Duration.ofMillis(200));
        assertThat(pauses.subList(0, 4)).isSorted();
        assertThat(pauses.subList(10, 100))
                .allMatch(pause ->
                        pause.compareTo(Duration.ofMillis(3_750)) >= 0 && pause.compareTo(Duration.ofSeconds(5)) <= 0);
    }

    @Test
    void troubleIsToldWithItsCauseUntilItIsOver() {
        assertThat(replacement.trouble()).isEmpty();
        replacement.handle(new IllegalStateException("outer", new IllegalStateException("no space left")));
        assertThat(replacement.trouble())
                .hasValueSatisfying(why -> assertThat(why).contains("no space left"));
        now = now.plusSeconds(11);
        assertThat(replacement.trouble()).isEmpty();
    }

    @Test
    void aMinuteOfCalmStartsOver() {
        replacement.handle(new IllegalStateException());
        replacement.handle(new IllegalStateException());
        now = now.plusSeconds(61);
        replacement.handle(new IllegalStateException());
        assertThat(pauses.getLast()).isEqualTo(pauses.getFirst());
    }
}
