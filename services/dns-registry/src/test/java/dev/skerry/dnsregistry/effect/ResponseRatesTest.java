package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.effect.ResponseRates.Verdict;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ResponseRatesTest {

    private final AtomicLong nanos = new AtomicLong();
    private final ResponseRates rates = new ResponseRates(1, InetAddress::isLoopbackAddress, nanos::get);

    @Test
    void beyondTheRateEverySecondResponseIsTruncatedAndTheOthersAreNotSent() {
        assertThat(verdicts("192.0.2.1", 6))
                .containsExactly(
                        Verdict.SEND, Verdict.SEND, Verdict.TRUNCATE, Verdict.DROP, Verdict.TRUNCATE, Verdict.DROP);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        assertThat(verdicts("192.0.2.1", 2)).containsExactly(Verdict.SEND, Verdict.TRUNCATE);
    }

    @Test
    void aNetworkCountsAsOne() {
        verdicts("192.0.2.1", 2);
        assertThat(verdicts("192.0.2.250", 1)).doesNotContain(Verdict.SEND);
        assertThat(verdicts("192.0.3.1", 1)).containsOnly(Verdict.SEND);
        verdicts("2001:db8:0:1::1", 2);
        assertThat(verdicts("2001:db8:0:ff::1", 1)).as("one /56").doesNotContain(Verdict.SEND);
        assertThat(verdicts("2001:db8:0:100::1", 1)).containsOnly(Verdict.SEND);
    }

    @Test
    void theMachineItselfIsNotLimited() {
        assertThat(verdicts("127.0.0.7", 100)).containsOnly(Verdict.SEND);
        assertThat(verdicts("::1", 100)).containsOnly(Verdict.SEND);
    }

    private List<Verdict> verdicts(String address, int times) {
        InetAddress client = InetAddress.ofLiteral(address);
        return Stream.generate(() -> rates.judge(client)).limit(times).toList();
    }
}
