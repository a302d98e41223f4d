package dev.skerry.appmanager.rest.fleet;

import dev.skerry.schemas.apps.AppPhase;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementState;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;

/** The fleet as it stands, for those who watch it in numbers. Every instance counts the whole fleet: take the largest, not the sum. */
public final class FleetMetrics implements MeterBinder {

    private final Fleet fleet;
    private final Supplier<Integer> agents;
    private final Supplier<Integer> watchers;
    private final InstantSource clock;

    /**
     * @param agents how many agents have their feed open here
     * @param watchers how many streams people have open here
     */
    public FleetMetrics(Fleet fleet, Supplier<Integer> agents, Supplier<Integer> watchers, InstantSource clock) {
        this.fleet = fleet;
        this.agents = agents;
        this.watchers = watchers;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        count(
                registry,
                "skerry.sites",
                "Sites",
                () -> fleet.sites().model().all().size());
        count(
                registry,
                "skerry.dns.names",
                "Names that answer",
                () -> fleet.names().model().all().size());
        phases(
                registry,
                "skerry.machines",
                "Machines",
                "lifecycle",
                Lifecycle.class,
                () -> tally(Lifecycle.class, fleet.machines(), MachineState::getLifecycle));
        phases(
                registry,
                "skerry.clusters",
                "Clusters",
                "phase",
                ClusterPhase.class,
                () -> tally(ClusterPhase.class, fleet.clusters(), ClusterState::getPhase));
        phases(
                registry,
                "skerry.apps",
                "Apps",
                "phase",
                AppPhase.class,
                () -> tally(AppPhase.class, fleet.apps(), AppState::getPhase));
        phases(
                registry,
                "skerry.placements",
                "Placements",
                "phase",
                PlacementPhase.class,
                () -> tally(PlacementPhase.class, fleet.placements(), PlacementState::getPhase));
        Gauge.builder("skerry.placement.withdrawal.age", this, FleetMetrics::withdrawalAge)
                .description(
                        "How long the oldest placement that leaves has waited for its name's withdrawal; 0 when none waits")
                .baseUnit("seconds")
                .register(registry);
        count(registry, "skerry.agents.connected", "Agents whose feed is open at this instance", agents::get);
        count(registry, "skerry.watchers", "Streams that people have open at this instance", watchers::get);
    }

    private double withdrawalAge() {
        return fleet.placements().model().all().stream()
                .filter(each -> each.getPhase() == PlacementPhase.DRAINING && each.getStopAt() == null)
                .map(PlacementState::getChangedAt)
                .min(Comparator.naturalOrder())
                .map(since -> Duration.between(since, clock.instant()).toMillis() / 1_000.0)
                .orElse(0.0);
    }

    private static void count(MeterRegistry registry, String name, String description, Supplier<Integer> count) {
        Gauge.builder(name, count::get).description(description).register(registry);
    }

    private <E extends Enum<E>> void phases(
            MeterRegistry registry, String name, String what, String tag, Class<E> phases, Supplier<int[]> tally) {
        Recent recent = new Recent(tally, clock);
        for (E phase : phases.getEnumConstants()) {
            Gauge.builder(name, () -> recent.get()[phase.ordinal()])
                    .description(what + ", by " + tag)
                    .tag(tag, phase.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private static <T extends SpecificRecord, E extends Enum<E>> int[] tally(
            Class<E> phases, View<T> view, Function<T, E> phase) {
        int[] counts = new int[phases.getEnumConstants().length];
        view.model().all().forEach(each -> counts[phase.apply(each).ordinal()]++);
        return counts;
    }

    /** Counts once for all phases of a scrape. */
    private static final class Recent {

        private static final Duration KEPT = Duration.ofSeconds(1);

        private final Supplier<int[]> tally;
        private final InstantSource clock;
        private Instant at = Instant.EPOCH;
        private int[] counts = new int[0];

        Recent(Supplier<int[]> tally, InstantSource clock) {
            this.tally = tally;
            this.clock = clock;
        }

        synchronized int[] get() {
            Instant now = clock.instant();
            if (Duration.between(at, now).compareTo(KEPT) >= 0) {
                counts = tally.get();
                at = now;
            }
            return counts;
        }
    }
}
