package dev.skerry.simulation;

import dev.skerry.appmanager.domain.cluster.ClusterView;
import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Condition;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.domain.Site;
import dev.skerry.provisioner.domain.Machine.Known;
import dev.skerry.provisioner.domain.Phase;
import dev.skerry.provisioner.domain.Power;
import dev.skerry.runtime.SimulatedTask;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the runtime promises of every decider. */
final class RuntimeInvariants {

    private RuntimeInvariants() {}

    static final class NoDuplicateEventIds extends Invariant {
        private final Set<String> ids = new HashSet<>();

        @Override
        void appended(LogRecord record) {
            if (!record.topic().equals(Topics.DEAD_LETTERS.name())) {
                String id = record.header("ce_id");
                require(!id.isEmpty(), "a record of %s has no id", record.topic());
                require(ids.add(id), "the id %s on %s was given before", id, record.topic());
            }
        }
    }

    /** Nor does any writer of ours write what a reader of ours cannot take. */
    static final class NoInternalErrors extends Invariant {
        @Override
        void appended(LogRecord record) {
            if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
                String reason = record.header("dead-letter-reason");
                require(
                        !reason.startsWith("internal error")
                                && !reason.startsWith("key: ")
                                && !reason.startsWith("value: "),
                        "%s at %s: %s",
                        record.header("dead-letter-consumer"),
                        record.header("dead-letter-place"),
                        reason);
            }
        }
    }

    static final class RefusalsAreTold extends Invariant {
        private final Map<String, String> refusers = new TreeMap<>();
        private final Map<String, Set<String>> told = new HashMap<>();

        @Override
        void mustBeRefused(String id, String consumer) {
            refusers.put(id, consumer);
        }

        @Override
        void appended(LogRecord record) {
            if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
                String id = record.header("ce_id");
                String consumer = record.header("dead-letter-consumer");
                require(
                        !record.header("dead-letter-reason").isEmpty(),
                        "%s refuses %s and says no reason",
                        consumer,
                        id);
                require(
                        told.computeIfAbsent(id, _ -> new TreeSet<>()).add(consumer),
                        "%s told twice that it refuses %s",
                        consumer,
                        id);
            }
        }

        @Override
        void atEnd() {
            refusers.forEach((id, consumer) -> {
                Set<String> by = told.getOrDefault(id, Set.of());
                require(by.equals(Set.of(consumer)), "%s is refused by %s, not by %s alone", id, by, consumer);
            });
        }
    }

    static final class StateEqualsReplay extends Invariant {
        @Override
        void restarting(SimulatedTask<?> task) {
            Map<String, String> live = texts(task.states());
            Map<String, String> restored = texts(task.restored());
            require(
                    live.equals(restored),
                    "%s is in memory%n%s%nand would be restored as%n%s",
                    task.name(),
                    live,
                    restored);
        }

        private static Map<String, String> texts(Map<String, ?> states) {
            Map<String, String> texts = new HashMap<>();
            states.forEach((key, state) -> texts.put(key, StateText.of(state)));
            return texts;
        }
    }

    static final class EveryWaitHasDeadline extends Invariant {
        private final World world;

        EveryWaitHasDeadline(World world) {
            this.world = world;
        }

        @Override
        void committed(SimulatedTask<?> task) {
            boolean wakes = task.nextWake().isPresent();
            task.states().forEach((key, state) -> {
                if (waits(state)) {
                    require(wakes, "%s waits without a deadline: %s", key, state);
                }
            });
            task.nextWake()
                    .ifPresent(at -> require(
                            at.toEpochMilli() < world.now() + 3_600_000,
                            "%s waits longer than an hour: until %s",
                            task.name(),
                            at));
        }

        private static boolean waits(Object state) {
            return switch (state) {
                // What is put off by a hold waits for the person who asked for that.
                case Known machine ->
                    machine.phase() instanceof Phase.Doing
                            || machine.power() instanceof Power.InFlight
                            || machine.hold().isEmpty()
                                    && (machine.phase() instanceof Phase.Waiting
                                            || machine.power() instanceof Power.Resting);
                case Site site -> site.clusters().values().stream().anyMatch(EveryWaitHasDeadline::waits);
                case ClusterView view -> view.agent().connected();
                default -> false;
            };
        }

        private static boolean waits(Cluster cluster) {
            boolean stood = cluster.phase() == Cluster.Phase.READY || cluster.phase() == Cluster.Phase.DEGRADED;
            return (stood && !cluster.holds(Condition.Type.AGENT_CONNECTED))
                    || cluster.nodes().stream().anyMatch(node -> node.phase() == Node.Phase.INSTALLED);
        }
    }
}
