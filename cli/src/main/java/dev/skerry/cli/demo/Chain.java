package dev.skerry.cli.demo;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** How far the chain has come: what is there, beside what must be. */
record Chain(Snapshot seen, Expectation expected) {

    private static final String GONE = "GONE";

    int machinesActive() {
        return (int) seen.machines().values().stream()
                .filter(machine -> is(machine, "lifecycle", "ACTIVE"))
                .count();
    }

    private long healthyActive() {
        return seen.machines().values().stream()
                .filter(machine -> is(machine, "lifecycle", "ACTIVE") && !hasBadBmc(machine))
                .count();
    }

    /** The clusters that must be, and those that are there beside them. */
    Set<String> clusters() {
        Set<String> all = new TreeSet<>(expected.clusters());
        all.addAll(seen.clusters().keySet());
        return all;
    }

    int clustersReady() {
        return (int) clusters().stream().filter(this::isReady).count();
    }

    boolean isReady(String cluster) {
        JsonNode found = seen.clusters().get(cluster);
        return found != null && is(found, "phase", "READY");
    }

    /** The apps that must be, and those that are there beside them: the platform tools. */
    Set<String> apps() {
        Set<String> all = new TreeSet<>(expected.apps());
        all.addAll(seen.apps().keySet());
        return all;
    }

    boolean isAvailable(String app) {
        JsonNode found = seen.apps().get(app);
        return found != null && is(found, "phase", "AVAILABLE");
    }

    int placementsAvailable() {
        return (int) seen.placements().values().stream()
                .filter(placement -> is(placement, "phase", "AVAILABLE"))
                .count();
    }

    private int placementsThatCount() {
        return (int) seen.placements().values().stream()
                .filter(placement -> !is(placement, "phase", GONE))
                .count();
    }

    /** Whether a name answers for exactly the clusters on which its app is available. */
    boolean isNamed(String app) {
        String name = expected.names().getOrDefault(app, "");
        JsonNode record = seen.records().get(name);
        if (record == null) {
            return false;
        }
        Set<String> targets = new TreeSet<>();
        record.path("targets")
                .forEach(target -> targets.add(target.path("clusterId").asString("")));
        Set<String> running = seen.placements().values().stream()
                .filter(placement -> is(placement, "app", app) && is(placement, "phase", "AVAILABLE"))
                .map(placement -> placement.path("clusterId").asString(""))
                .collect(Collectors.toSet());
        return !running.isEmpty() && targets.equals(running);
    }

    /** Whether a stage of the chain is reached. */
    boolean reached(Stage stage) {
        return switch (stage) {
            case ACTIVE -> healthyActive() >= expected.machinesActive();
            case READY -> clustersReady() == clusters().size();
            case PLACED ->
                apps().stream().allMatch(this::isAvailable) && placementsAvailable() == placementsThatCount();
            case NAMED -> expected.names().keySet().stream().allMatch(this::isNamed);
        };
    }

    /** Whether every stage is reached now, and each machine that is not healthy stands where it must. */
    boolean holds() {
        return Stream.of(Stage.values()).allMatch(this::reached)
                && seen.machines().size() >= expected.machines()
                && seen.machines().values().stream().allMatch(this::standsRight);
    }

    /** Whether a machine is active; or failed, with a reason, where it may; and nothing else where it died. */
    boolean standsRight(JsonNode machine) {
        boolean failed = is(machine, "lifecycle", "FAILED")
                && !machine.path("reason").asString("").isEmpty();
        boolean active = is(machine, "lifecycle", "ACTIVE");
        if (isOneOf(expected.dead(), machine)) {
            return failed;
        }
        return active || (failed && hasBadBmc(machine));
    }

    private boolean hasBadBmc(JsonNode machine) {
        return isOneOf(expected.badBmcs(), machine);
    }

    private static boolean isOneOf(Set<String> macs, JsonNode machine) {
        return machine.path("macs").valueStream().anyMatch(own -> macs.contains(own.asString("")));
    }

    /** One line for a person. */
    String line() {
        return "machines %s   clusters %s   placements %s   names %d/%d"
                .formatted(
                        counts(seen.machines(), "lifecycle", expected.machines()),
                        counts(seen.clusters(), "phase", clusters().size()),
                        counts(seen.placements(), "phase", seen.placements().size()),
                        expected.names().keySet().stream().filter(this::isNamed).count(),
                        expected.names().size());
    }

    private static String counts(Map<String, JsonNode> items, String member, int of) {
        Map<String, Integer> counts = new TreeMap<>();
        items.values()
                .forEach(
                        item -> counts.merge(item.path(member).asString("").toLowerCase(Locale.ROOT), 1, Integer::sum));
        return counts.isEmpty()
                ? "0/" + of
                : "%d/%d (%s)"
                        .formatted(
                                items.size(),
                                of,
                                counts.entrySet().stream()
                                        .map(count -> count.getValue() + " " + count.getKey())
                                        .collect(Collectors.joining(", ")));
    }

    private static boolean is(JsonNode item, String member, String value) {
        return item.path(member).asString("").equals(value);
    }
}
