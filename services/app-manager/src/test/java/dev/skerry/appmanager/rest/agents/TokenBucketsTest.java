package dev.skerry.appmanager.rest.agents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketsTest {

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
    private final TokenBuckets buckets = new TokenBuckets(20, 20, nanos::get);

    @Test
    void aBurstThenAsMuchAsFlowsIn() {
        assertThat(taken("a", 100)).isEqualTo(20);
        assertThat(buckets.take("a")).isFalse();
        nanos.addAndGet(50_000_000);
        assertThat(taken("a", 100)).isEqualTo(1);
        nanos.addAndGet(500_000_000);
        assertThat(taken("a", 100)).isEqualTo(10);
        nanos.addAndGet(3_600_000_000_000L);
        assertThat(taken("a", 100)).isEqualTo(20);
    }

    @Test
    void oneCallerDoesNotTakeFromAnother() {
        assertThat(taken("a", 100)).isEqualTo(20);
        assertThat(taken("b", 100)).isEqualTo(20);
    }

    @Test
    void aRefusedCallDoesNotPostponeTheNext() {
        taken("a", 20);
        for (int i = 0; i < 1000; i++) {
            nanos.addAndGet(49_999);
            buckets.take("a");
        }
        nanos.addAndGet(1_000_000);
        assertThat(buckets.take("a")).isTrue();
    }

    private int taken(String caller, int tries) {
        int taken = 0;
        for (int i = 0; i < tries; i++) {
            taken += buckets.take(caller) ? 1 : 0;
        }
        return taken;
    }
}
