package dev.skerry.appmanager.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.cluster.ClusterDecider;
import dev.skerry.appmanager.domain.cluster.ClusterEvent;
import dev.skerry.appmanager.domain.cluster.ClusterInput;
import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.appmanager.domain.fleet.App;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetDecider;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.FleetFacts;
import dev.skerry.appmanager.domain.fleet.FleetInput;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.kernel.Decider;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.PlacementStopped;
import dev.skerry.schemas.apps.PlacementWithdrawn;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.avro.specific.SpecificRecord;

/** Both deciders with their mappings, between topics, agents and a zone. Every rule that must always hold is checked as it runs. */
final class World {

    static final Duration TTL = Duration.ofSeconds(20);
    static final Duration BOUND = Duration.ofSeconds(60);
    private static final String FLEET = "fleet";

    private static final class Hosted<S, I, E> {
        final String key;
        final Decider<S, I, E> decider;
        final Wire<S, I, E> wire;
        final Map<String, SpecificRecord> stored = new TreeMap<>();
        S state;

        Hosted(String key, Decider<S, I, E> decider, Wire<S, I, E> wire) {
            this.key = key;
            this.decider = decider;
            this.wire = wire;
            this.state = decider.initial(key);
        }

        void restore() {
            if (!stored.isEmpty()) {
                state = wire.restored(
                        key, stored.values().stream().map(Bus::throughBytes).toList());
            }
        }
    }

    final Map<Topic, Map<String, SpecificRecord>> published = new HashMap<>();
    final Bus bus = new Bus();
    final ModelZone zone = new ModelZone();
    final Map<String, ModelAgent> agents = new TreeMap<>();
    private final Hosted<Fleet, FleetInput, FleetEvent> fleet =
            new Hosted<>(FLEET, new FleetDecider(PlacementEngine.standard()), new FleetWire());
    private final Map<String, Hosted<ClusterView, ClusterInput, ClusterEvent>> clusters = new TreeMap<>();

    private record Told(FleetInput input, Instant at) {}

    private final List<Told> history = new ArrayList<>();
    private final Map<String, Instant> withdrawn = new TreeMap<>();
    Instant now = Instant.parse("2026-01-01T12:00:00Z");
    /** How often what was published. */
    final Map<String, Integer> counts = new TreeMap<>();

    void add(String cluster, ModelAgent agent) {
        agents.put(cluster, agent);
        clusters.put(cluster, new Hosted<>(cluster, new ClusterDecider(Duration.ofSeconds(30)), new ClusterWire()));
    }

    Fleet fleet() {
        return fleet.state;
    }

    ClusterView view(String cluster) {
        return Objects.requireNonNull(clusters.get(cluster)).state;
    }

    /** Lets one waiting record be read, now and then twice. */
    void step(Random random) {
        String reader = bus.reader(random);
        Received received = bus.take(reader, random, random.nextInt(12) == 0);
        if (reader.equals(FLEET)) {
            told(fleet, received);
        } else {
            told(Objects.requireNonNull(clusters.get(reader)), received);
        }
    }

    /** Wakes whoever wants to be woken by now. */
    void wake() {
        wake(fleet);
        clusters.values().forEach(this::wake);
    }

    Optional<Instant> nextDeadline() {
        return fleet.decider.wakeAt(fleet.state);
    }

    /** The service starts again from what it stored. */
    void restart() {
        FleetFacts before = FleetFacts.of(fleet.state);
        fleet.restore();
        assertThat(FleetFacts.of(fleet.state)).isEqualTo(before);
        for (Hosted<ClusterView, ClusterInput, ClusterEvent> cluster : clusters.values()) {
            ClusterView view = cluster.state;
            cluster.restore();
            assertThat(cluster.state).isEqualTo(view);
        }
    }

    private <S, I, E> void wake(Hosted<S, I, E> hosted) {
        for (int i = 0; i < 100 && due(hosted); i++) {
            assertThat(decide(hosted, hosted.wire.woken())).isNotEmpty();
        }
        assertThat(due(hosted)).as("still due after 100 wake-ups").isFalse();
    }

    private <S, I, E> boolean due(Hosted<S, I, E> hosted) {
        return hosted.decider
                .wakeAt(hosted.state)
                .filter(at -> !at.isAfter(now))
                .isPresent();
    }

    private <S, I, E> void told(Hosted<S, I, E> hosted, Received received) {
        hosted.wire.input(received).ifPresent(input -> decide(hosted, input));
    }

    private <S, I, E> List<E> decide(Hosted<S, I, E> hosted, I input) {
        if (input instanceof FleetInput told) {
            history.add(new Told(told, now));
        }
        List<E> events = hosted.decider.decide(hosted.state, input, now);
        if (events.isEmpty()) {
            return events;
        }
        hosted.state = hosted.decider.evolve(hosted.state, events);
        for (E event : events) {
            hosted.wire.outgoing(event, hosted.state).forEach(this::out);
        }
        hosted.wire.changed(hosted.key, hosted.state, events).forEach(entry -> write(hosted, entry));
        if (hosted.key.equals(FLEET)) {
            checkCapacity();
        }
        return events;
    }

    /** An app that stays leaves a cluster only when enough others serve. */
    private void checkReplacement(App app) {
        long serving = fleet.state.placementsOf(app.id()).values().stream()
                .filter(p -> p.phase() == PlacementPhase.AVAILABLE && p.revision() == app.revision())
                .count();
        if (!app.removing()) {
            assertThat(serving)
                    .as(app.toString())
                    .isGreaterThanOrEqualTo(app.policy().clusters());
        }
    }

    private void checkCapacity() {
        for (FleetCluster cluster : fleet.state.clusters()) {
            if (!fleet.state.reserved(cluster.id()).within(cluster.capacity())) {
                throw new AssertionError("more was promised of " + cluster + " than it has");
            }
        }
    }

    /** Whether the fleet, told the same again, ends in the same state. */
    void replay() {
        Fleet again = fleet.decider.initial(FLEET);
        for (Told told : history) {
            again = fleet.decider.evolve(again, fleet.decider.decide(again, told.input(), told.at()));
        }
        assertThat(FleetFacts.of(again)).isEqualTo(FleetFacts.of(fleet.state));
    }

    private void write(Hosted<?, ?, ?> hosted, Entry entry) {
        SpecificRecord record = entry.record();
        boolean view =
                entry.name().equals(Entry.view(null, Topics.CLUSTER_STATUS, "").name());
        if (!view && record == null) {
            hosted.stored.remove(entry.name());
        } else if (!view && record != null) {
            hosted.stored.put(entry.name(), record);
        }
        Topic topic = entry.topic();
        String key = entry.key();
        if (topic == null || key == null) {
            return;
        }
        Map<String, SpecificRecord> state = published.computeIfAbsent(topic, _ -> new TreeMap<>());
        if (record == null) {
            state.remove(key);
        } else {
            state.put(key, record);
        }
        if (topic.equals(Topics.CLUSTER_STATUS) && record != null) {
            bus.put(FLEET, topic, key, record);
        }
        if (record instanceof DesiredState desired) {
            Objects.requireNonNull(agents.get(key)).feed(desired);
        }
    }

    private void out(Outgoing outgoing) {
        switch (outgoing) {
            case Outgoing.Refuse _ -> counts.merge("Refused", 1, Integer::sum);
            case Outgoing.Publish p -> {
                counts.merge(p.value().getSchema().getName(), 1, Integer::sum);
                checkDrain(p);
                if (p.topic().equals(Topics.PLACEMENT_EVENTS)) {
                    bus.put(p.key(), p.topic(), p.key(), p.value());
                } else if (p.topic().equals(Topics.FLEET_PLACEMENT_EVENTS)) {
                    bus.put(FLEET, p.topic(), p.key(), p.value());
                } else if (p.topic().equals(Topics.WORKLOAD_EVENTS)) {
                    zone.tell(Bus.throughBytes(p.value()), now)
                            .ifPresent(r -> bus.put(FLEET, Topics.RECORD_EVENTS, r.getName(), r));
                }
            }
        }
    }

    /** A workload stops when no resolver can have its name any more, or when the bound for all of that is over. */
    private void checkDrain(Outgoing.Publish publish) {
        if (publish.value() instanceof PlacementWithdrawn w) {
            withdrawn.put(w.getApp() + "@" + w.getClusterId(), now);
            fleet.state.app(w.getApp()).ifPresent(this::checkReplacement);
        }
        if (publish.value() instanceof PlacementStopped s) {
            String key = s.getApp() + "@" + s.getClusterId();
            Instant answered = zone.lastAnswered(s.getApp(), s.getClusterId(), now);
            Instant bound =
                    Objects.requireNonNull(withdrawn.get(key)).plus(BOUND).plus(TTL);
            boolean over = !answered.plus(TTL).isAfter(now) || !bound.isAfter(now);
            assertThat(over)
                    .as("%s stopped at %s, its name answered until %s", key, now, answered)
                    .isTrue();
        }
    }
}
