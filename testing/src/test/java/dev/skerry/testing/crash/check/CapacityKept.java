package dev.skerry.testing.crash.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * Whenever more is promised of a cluster than before, all that is promised of it fits what the cluster lately said it has. A
 * promise lasts from the placement's first state to its tombstone. The fleet's one writer decides in order of time; what it does
 * in one millisecond is judged together.
 */
public final class CapacityKept implements Invariant {

    /** How old the capacity may be that was decided on, in milliseconds: while the broker is away nothing newer is read. */
    private static final long LATELY = 60_000;

    /** An amount: processors in thousandths, memory in MiB, pods. */
    private record Amount(long cpu, long memory, long pods) {
        static final Amount NONE = new Amount(0, 0, 0);

        static Amount of(JsonNode resources, long times) {
            return new Amount(
                    times * resources.path("cpuMillis").asLong(0),
                    times * resources.path("memoryMiB").asLong(0),
                    times * resources.path("pods").asLong(1));
        }

        Amount plus(Amount more) {
            return new Amount(cpu + more.cpu, memory + more.memory, pods + more.pods);
        }

        Amount larger(Amount other) {
            return new Amount(Math.max(cpu, other.cpu), Math.max(memory, other.memory), Math.max(pods, other.pods));
        }

        boolean exceeds(Amount other) {
            return cpu > other.cpu || memory > other.memory || pods > other.pods;
        }
    }

    @Override
    public String name() {
        return "capacity-kept";
    }

    @Override
    public List<String> check(History history) {
        Map<String, TreeMap<Long, Amount>> capacities = new HashMap<>();
        history.events("ClusterStatus")
                .forEach(event -> capacities
                        .computeIfAbsent(event.key(), _ -> new TreeMap<>())
                        .merge(event.timestamp(), Amount.of(event.value().path("capacity"), 1), Amount::larger));
        TreeMap<Long, List<Event>> byTime = new TreeMap<>();
        history.events().stream()
                .filter(event -> event.topic().equals("apps.placement.state"))
                .sorted(Comparator.comparingLong(Event::offset))
                .forEach(event -> byTime.computeIfAbsent(event.timestamp(), _ -> new ArrayList<>())
                        .add(event));
        Map<String, Map<String, Amount>> promised = new HashMap<>();
        List<String> wrong = new ArrayList<>();
        byTime.forEach((at, events) -> {
            Map<String, Amount> before = new HashMap<>();
            for (Event event : events) {
                String cluster = event.key().substring(event.key().indexOf('@') + 1);
                Map<String, Amount> there = promised.computeIfAbsent(cluster, _ -> new HashMap<>());
                before.putIfAbsent(cluster, sum(there));
                if (event.type().isEmpty()) {
                    there.remove(event.key());
                } else {
                    there.put(
                            event.key(),
                            Amount.of(
                                    event.value().path("resources"),
                                    event.value().path("replicas").asLong(0)));
                }
            }
            before.forEach((cluster, former) -> {
                Amount now = sum(promised.getOrDefault(cluster, Map.of()));
                Amount has = lately(capacities.getOrDefault(cluster, new TreeMap<>()), at);
                if (now.exceeds(former) && now.exceeds(has)) {
                    wrong.add("at %d %s promises %s and has %s".formatted(at, cluster, now, has));
                }
            });
        });
        return wrong;
    }

    private static Amount sum(Map<String, Amount> amounts) {
        return amounts.values().stream().reduce(Amount.NONE, Amount::plus);
    }

    /** The most of each that was said in the window before, the value at its beginning included. */
    private static Amount lately(TreeMap<Long, Amount> said, long at) {
        Long from = said.floorKey(at - LATELY);
        return said.subMap(from == null ? Long.MIN_VALUE : from, true, at, true).values().stream()
                .reduce(Amount.NONE, Amount::larger);
    }
}
