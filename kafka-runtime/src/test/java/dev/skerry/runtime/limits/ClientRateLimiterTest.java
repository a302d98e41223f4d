package dev.skerry.runtime.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClientRateLimiterTest {

    private static final long SEED = 42;
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);

    @Test
    void aBurstPassesThenAsMuchAsFlowsIn() {
        ClientRateLimiter limiter = limiter(10, 20);
        assertThat(passed(limiter, 1, 100)).isEqualTo(20);
        after(Duration.ofMillis(300));
        assertThat(passed(limiter, 1, 100)).isEqualTo(3);
        after(Duration.ofHours(1));
        assertThat(passed(limiter, 1, 100))
                .as("a pause fills no more than the burst")
                .isEqualTo(20);
    }

    @Test
    void theDelayIsWhenTheNextPasses() {
        ClientRateLimiter limiter = limiter(10, 1);
        assertThat(limiter.take(1)).isZero();
        after(Duration.ofMillis(30));
        long delay = limiter.take(1);
        assertThat(Duration.ofNanos(delay)).isEqualTo(Duration.ofMillis(70));
        nanos.addAndGet(delay - 1);
        assertThat(limiter.take(1)).isEqualTo(1);
        nanos.addAndGet(1);
        assertThat(limiter.take(1)).isZero();
    }

    @Test
    void aClientAtItsLimitLimitsNobodyElse() {
        ClientRateLimiter limiter = limiter(10, 10);
        assertThat(passed(limiter, Clients.named("greedy"), 1000)).isEqualTo(10);
        assertThat(IntStream.range(0, 10_000).filter(i -> limiter.take(Clients.named("calm-" + i)) > 0))
                .isEmpty();
    }

    @Test
    void manyAddressesNeverGetAnotherPastItsLimit() {
        ClientRateLimiter limiter = limiter(10, 10);
        passed(limiter, Clients.named("greedy"), 1000);
        for (int i = 0; i < 1_000_000; i++) {
            limiter.take(Clients.named("flood-" + i));
        }
        assertThat(limiter.take(Clients.named("greedy")))
                .as("nothing is forgotten")
                .isPositive();
    }

    @Test
    void threadsDoNotGetPastTheLimitTogether() throws InterruptedException {
        ClientRateLimiter limiter = limiter(1000, 1000);
        AtomicInteger passed = new AtomicInteger();
        Thread[] threads = new Thread[8];
        for (int i = 0; i < threads.length; i++) {
            threads[i] = Thread.ofVirtual().start(() -> passed.addAndGet(passed(limiter, 7, 1000)));
        }
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(passed.get())
                .as("requests at the very same moment may count as one, so a few more pass")
                .isBetween(1000, 1100);
    }

    @Test
    void allTogetherHaveARateToo() {
        RateLimiter limiter = new RateLimiter(10, 20, nanos::get);
        assertThat(IntStream.range(0, 100).filter(i -> limiter.take() == 0).count())
                .isEqualTo(20);
        after(Duration.ofMillis(100));
        assertThat(limiter.take()).isZero();
        assertThat(limiter.take()).isEqualTo(Duration.ofMillis(100).toNanos());
    }

    private ClientRateLimiter limiter(int perSecond, int burst) {
        return new ClientRateLimiter(perSecond, burst, nanos::get, SEED);
    }

    private void after(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static int passed(ClientRateLimiter limiter, long client, int tries) {
        int passed = 0;
        for (int i = 0; i < tries; i++) {
            if (limiter.take(client) == 0) {
                passed++;
            }
        }
        return passed;
    }
}
