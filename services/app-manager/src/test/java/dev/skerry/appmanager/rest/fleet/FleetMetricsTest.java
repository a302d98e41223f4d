package dev.skerry.appmanager.rest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.FakeReadModels;
import dev.skerry.appmanager.rest.Samples;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FleetMetricsTest {

    private static final Instant NOW = Instant.parse("2026-01-01T00:01:00Z");

    private final FakeReadModels models = new FakeReadModels();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    FleetMetricsTest() {
        new FleetMetrics(Fleet.of(models), () -> 7, () -> 2, () -> NOW).bindTo(meters);
    }

    @Test
    void everyPhaseIsCountedAlsoThatInWhichThereIsNothing() {
        put("a", PlacementPhase.AVAILABLE, NOW);
        put("b", PlacementPhase.AVAILABLE, NOW);
        assertThat(gauge("skerry.placements", "phase", "available")).isEqualTo(2);
        assertThat(gauge("skerry.placements", "phase", "degraded")).isZero();
        assertThat(gauge("skerry.machines", "lifecycle", "failed")).isZero();
        assertThat(meters.get("skerry.agents.connected").gauge().value()).isEqualTo(7);
        assertThat(meters.get("skerry.watchers").gauge().value()).isEqualTo(2);
    }

    @Test
    void theOldestWithdrawalThatNobodyAcknowledgedHasAnAge() {
        assertThat(meters.get("skerry.placement.withdrawal.age").gauge().value())
                .isZero();
        put("a", PlacementPhase.DRAINING, NOW.minusSeconds(4));
        put("b", PlacementPhase.DRAINING, NOW.minusSeconds(12));
        put("c", PlacementPhase.AVAILABLE, NOW.minusSeconds(90));
        assertThat(meters.get("skerry.placement.withdrawal.age").gauge().value())
                .isEqualTo(12);
    }

    private void put(String key, PlacementPhase phase, Instant changedAt) {
        models.put(
                Topics.PLACEMENT_STATE,
                key,
                PlacementState.newBuilder(Samples.placementState(phase))
                        .setStopAt(null)
                        .setChangedAt(changedAt)
                        .build());
    }

    private double gauge(String name, String tag, String value) {
        return meters.get(name).tag(tag, value).gauge().value();
    }
}
