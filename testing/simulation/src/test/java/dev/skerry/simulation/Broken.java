package dev.skerry.simulation;

import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.inventory.domain.Description;
import dev.skerry.inventory.domain.InventoryEvent.MachineDiscovered;
import dev.skerry.kernel.Decider;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.MachineEvent;
import dev.skerry.runtime.DeciderTopology;
import dev.skerry.runtime.SimulatedTask;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Plants a defect in the deciders that it belongs to. */
final class Broken {

    private final Defect defect;

    Broken(Defect defect) {
        this.defect = defect;
    }

    <S, I, E> DeciderTopology<S, I, E> in(DeciderTopology<S, I, E> topology) {
        return defect == Defect.NONE ? topology : SimulatedTask.with(topology, BrokenDecider::new);
    }

    private final class BrokenDecider<S, I, E> implements Decider<S, I, E> {
        private final Decider<S, I, E> sound;

        BrokenDecider(Decider<S, I, E> sound) {
            this.sound = sound;
        }

        @Override
        public S initial(String key) {
            return sound.initial(key);
        }

        @Override
        @SuppressWarnings("unchecked")
        public List<E> decide(S state, I input, Instant now) {
            List<E> events = sound.decide(state, input, now);
            List<Object> changed = new ArrayList<>();
            for (E event : events) {
                changed.addAll(instead(state, event, now));
            }
            return (List<E>) changed;
        }

        @Override
        @SuppressWarnings("unchecked")
        public S evolve(S state, E event) {
            S after = sound.evolve(state, event);
            return defect == Defect.STATE_DIFFERS
                            && after instanceof Known known
                            && event instanceof MachineEvent.Installed
                    ? (S) new Known(
                            known.profile(),
                            known.attempt(),
                            known.power(),
                            known.phase(),
                            known.identity(),
                            known.impostor(),
                            known.reason(),
                            known.hold(),
                            known.changedAt().plusNanos(1))
                    : after;
        }

        @Override
        public Optional<Instant> wakeAt(S state) {
            return defect == Defect.NO_DEADLINES && state instanceof Known ? Optional.empty() : sound.wakeAt(state);
        }
    }

    private List<Object> instead(Object state, Object event, Instant now) {
        return switch (event) {
            case MachineEvent.Inspected _
            when defect == Defect.DECIDER_THROWS -> throw new IllegalStateException("planted");
            case MachineDiscovered(Description description, Instant at)
            when defect == Defect.MAC_TWICE ->
                List.of(
                        event,
                        new MachineDiscovered(
                                new Description(
                                        description.machineId() + "-2",
                                        description.name() + "-2",
                                        description.macs(),
                                        description.site(),
                                        description.source(),
                                        description.bmc(),
                                        description.labels()),
                                at));
            case FleetEvent.PlacementDecided(Placement placement, var spec)
            when defect == Defect.OVERBOOKS ->
                List.of(new FleetEvent.PlacementDecided(replicas(placement, 1_000), spec));
            case FleetEvent.PlacementDecided decided
            when defect == Defect.LEAVES_EARLY -> leavesEarly((Fleet) state, decided);
            case FleetEvent.PlacementWithdrawn(Placement placement)
            when defect == Defect.STOPS_AT_ONCE ->
                List.of(event, new FleetEvent.PlacementStopped(stopped(placement, now)));
            case FleetEvent.PlacementStopped(Placement placement)
            when defect == Defect.GONE_AT_ONCE ->
                List.of(event, new FleetEvent.PlacementGone(placement.app(), placement.cluster()));
            default -> List.of(event);
        };
    }

    private static List<Object> leavesEarly(Fleet fleet, FleetEvent.PlacementDecided decided) {
        List<Object> events = new ArrayList<>(List.of(decided));
        fleet.placementsOf(decided.placement().app()).values().stream()
                .filter(other -> other.live()
                        && !other.cluster().equals(decided.placement().cluster()))
                .forEach(other -> events.add(
                        new FleetEvent.PlacementWithdrawn(leaving(other, "runs elsewhere", Optional.empty()))));
        return events;
    }

    private static Placement stopped(Placement placement, Instant now) {
        return leaving(placement, placement.reason(), Optional.of(now.minusMillis(1)));
    }

    private static Placement leaving(Placement p, String reason, Optional<Instant> stopAt) {
        return new Placement(
                p.app(),
                p.cluster(),
                p.site(),
                p.region(),
                p.revision(),
                p.replicas(),
                PlacementPhase.DRAINING,
                p.readyReplicas(),
                reason,
                stopAt,
                p.replica(),
                p.ttl(),
                p.changedAt());
    }

    private static Placement replicas(Placement p, int factor) {
        return new Placement(
                p.app(),
                p.cluster(),
                p.site(),
                p.region(),
                p.revision(),
                p.replicas() * factor,
                p.phase(),
                p.readyReplicas(),
                p.reason(),
                p.stopAt(),
                p.replica(),
                p.ttl(),
                p.changedAt());
    }
}
