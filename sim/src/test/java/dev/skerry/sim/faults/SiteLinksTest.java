package dev.skerry.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.agent.testing.ManualTiming;
import dev.skerry.sim.faults.SiteFaults.Spell;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SiteLinksTest {

    private final ManualTiming timing = new ManualTiming();
    private final FaultCount count = new FaultCount();
    private final SiteLinks links = new SiteLinks(
            new FaultPlan(
                    Map.of(),
                    Map.of(
                            "cph",
                            new SiteFaults(
                                    Optional.of(new Spell(Duration.ofSeconds(5), Duration.ofSeconds(4))),
                                    Optional.empty()))),
            timing,
            count);

    @Test
    void callsPassExceptDuringTheCut() throws Exception {
        var broken = new AtomicInteger();
        links.onCut("cph", broken::incrementAndGet);
        assertThat(count.pending()).isEqualTo(1);
        links.cross("cph");
        timing.advance(Duration.ofSeconds(5));
        assertThat(links.isCut("cph")).isTrue();
        assertThat(broken).hasValue(1);
        assertThatThrownBy(() -> links.cross("cph"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cut off");
        links.cross("nyc");
        timing.advance(Duration.ofSeconds(4));
        links.cross("cph");
        assertThat(count.pending()).isZero();
        assertThat(count.of(Fault.SITE_CUT)).isEqualTo(1);
    }

    @Test
    void everySecondCallHangsUntilTheCutIsOverAndIsLost() throws Exception {
        timing.advance(Duration.ofSeconds(5));
        assertThatThrownBy(() -> links.cross("cph")).hasMessageContaining("cut off");
        var hanging = new CompletableFuture<String>();
        var call = Thread.ofPlatform().start(() -> {
            try {
                links.cross("cph");
                hanging.complete("passed");
            } catch (IOException | InterruptedException e) {
                hanging.complete(String.valueOf(e.getMessage()));
            }
        });
        while (call.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
        }
        timing.advance(Duration.ofSeconds(4));
        assertThat(hanging.get()).isEqualTo("the connection was lost");
    }
}
