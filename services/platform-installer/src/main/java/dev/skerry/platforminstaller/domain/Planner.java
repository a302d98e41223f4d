package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.Clustering.Requirements;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Finds machines for nodes. Deterministic: the least machine that suffices comes first, ties go by name. */
final class Planner {

    /** Machines that are named in a reason, so that it stays readable at a site of hundreds. */
    private static final int NAMED = 8;

    private static final Comparator<Machine> LEAST_FIRST = Comparator.comparingInt(Machine::cpuCores)
            .thenComparingLong(Machine::memoryMiB)
            .thenComparing(Machine::name)
            .thenComparing(Machine::id);

    private Planner() {}

    /** What was found. */
    sealed interface Choice {

        /** As many machines as were wanted. */
        record Enough(List<Machine> machines) implements Choice {}

        /** Too few. @param reason names what is missing, for a person */
        record TooFew(List<Machine> machines, String reason) implements Choice {}
    }

    /**
     * Chooses machines of one architecture.
     *
     * @param wanted how many, at least 1
     * @param architecture that of the cluster's other nodes, or empty when it has none
     * @param machines the site's
     */
    static Choice choose(
            int wanted, Requirements requirements, Optional<String> architecture, Collection<Machine> machines) {
        List<Machine> free = fitting(requirements, architecture, machines)
                .filter(Machine::isFree)
                .toList();
        List<Machine> best = ofOneArchitecture(free);
        if (best.size() >= wanted) {
            return new Choice.Enough(best.subList(0, wanted));
        }
        Optional<String> meant =
                architecture.or(() -> best.stream().map(Machine::architecture).findFirst());
        return new Choice.TooFew(best, reason(wanted, best.size(), requirements, meant, machines));
    }

    /** Whether a cluster could take such a machine. */
    static boolean fits(Machine machine, Requirements requirements, Optional<String> architecture) {
        return complaint(machine, requirements, architecture).isEmpty();
    }

    private static Stream<Machine> fitting(
            Requirements requirements, Optional<String> architecture, Collection<Machine> machines) {
        return machines.stream()
                .filter(machine -> fits(machine, requirements, architecture))
                .sorted(LEAST_FIRST);
    }

    private static List<Machine> ofOneArchitecture(List<Machine> machines) {
        TreeMap<String, List<Machine>> byArchitecture = machines.stream()
                .collect(Collectors.groupingBy(Machine::architecture, TreeMap::new, Collectors.toList()));
        List<Machine> best = List.of();
        for (List<Machine> group : byArchitecture.values()) {
            if (group.size() > best.size()) {
                best = group;
            }
        }
        return best;
    }

    private static String reason(
            int wanted,
            int found,
            Requirements requirements,
            Optional<String> architecture,
            Collection<Machine> machines) {
        List<Machine> seen =
                machines.stream().filter(machine -> !machine.isUnseen()).toList();
        List<String> complaints = seen.stream()
                .sorted(Comparator.comparing(Machine::name).thenComparing(Machine::id))
                .flatMap(machine -> complaint(machine, requirements, architecture)
                        .or(() -> occupation(machine))
                        .map(complaint -> machine.name() + " " + complaint)
                        .stream())
                .toList();
        String shown = complaints.stream().limit(NAMED).collect(Collectors.joining("; "));
        String more = complaints.size() > NAMED ? "; and " + (complaints.size() - NAMED) + " more" : "";
        return "needs " + count(wanted) + describe(requirements) + ", has " + found + " of " + seen.size()
                + (shown.isEmpty() ? "" : ": " + shown + more);
    }

    private static String count(int wanted) {
        return wanted == 1 ? "1 machine" : wanted + " machines";
    }

    private static String describe(Requirements requirements) {
        String least = Stream.of(
                        requirements.cpuCores() > 0 ? requirements.cpuCores() + " cores" : "",
                        requirements.memoryMiB() > 0 ? requirements.memoryMiB() + " MiB" : "",
                        requirements.architecture(),
                        requirements.hardwareClass().isEmpty()
                                ? ""
                                : "the hardware class " + requirements.hardwareClass())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" and "));
        return least.isEmpty() ? "" : " with " + least;
    }

    private static Optional<String> complaint(
            Machine machine, Requirements requirements, Optional<String> architecture) {
        boolean asked = requirements.architecture().isEmpty()
                || requirements.architecture().equals(machine.architecture());
        if (!asked
                || architecture
                        .filter(other -> !other.equals(machine.architecture()))
                        .isPresent()) {
            return Optional.of("is " + machine.architecture());
        }
        if (machine.cpuCores() < requirements.cpuCores()) {
            return Optional.of("has " + (machine.cpuCores() == 1 ? "1 core" : machine.cpuCores() + " cores"));
        }
        if (machine.memoryMiB() < requirements.memoryMiB()) {
            return Optional.of("has " + machine.memoryMiB() + " MiB");
        }
        if (!requirements.hardwareClass().isEmpty() && !machine.classes().contains(requirements.hardwareClass())) {
            return Optional.of("is not of the hardware class " + requirements.hardwareClass());
        }
        return Optional.empty();
    }

    private static Optional<String> occupation(Machine machine) {
        if (!machine.available()) {
            return Optional.of("is not available");
        }
        return machine.clusterId()
                .map(cluster -> "belongs to " + cluster)
                .or(() -> machine.hold().map(reason -> "is on hold (" + reason + ")"));
    }
}
