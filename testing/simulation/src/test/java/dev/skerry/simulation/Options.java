package dev.skerry.simulation;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One run.
 *
 * @param seed decides everything
 * @param steps how many events happen before the faults and the workload stop
 * @param faults that may occur
 * @param dropped numbers of the workload's items that are left out
 * @param keep how many lines of the trace are kept
 * @param defect what is broken on purpose
 */
record Options(long seed, int steps, Set<Fault> faults, Set<Integer> dropped, int keep, Defect defect) {

    static Options of(long seed, int steps) {
        return new Options(seed, steps, EnumSet.allOf(Fault.class), Set.of(), 0, Defect.NONE);
    }

    Options with(Defect other) {
        return new Options(seed, steps, faults, dropped, keep, other);
    }

    Options withSteps(int other) {
        return new Options(seed, other, faults, dropped, keep, defect);
    }

    Options without(Fault fault) {
        Set<Fault> fewer = EnumSet.copyOf(faults);
        fewer.remove(fault);
        return new Options(seed, steps, fewer, dropped, keep, defect);
    }

    Options without(int item) {
        Set<Integer> more = new TreeSet<>(dropped);
        more.add(item);
        return new Options(seed, steps, faults, more, keep, defect);
    }

    Options keeping(int lines) {
        return new Options(seed, steps, faults, dropped, lines, defect);
    }

    /** How to run it again. */
    String command() {
        List<String> left = EnumSet.complementOf(EnumSet.copyOf(withNone())).stream()
                .map(Enum::name)
                .toList();
        return "mvn -pl testing/simulation test -Dtest=SimulationTest#replays -Dskerry.simulation.seed=" + seed
                + " -Dskerry.simulation.steps=" + steps
                + (left.isEmpty() ? "" : " -Dskerry.simulation.without=" + String.join(",", left))
                + (dropped.isEmpty()
                        ? ""
                        : " -Dskerry.simulation.dropped="
                                + String.join(
                                        ",",
                                        dropped.stream().map(String::valueOf).toList()));
    }

    /** EnumSet.copyOf takes no empty collection. */
    private EnumSet<Fault> withNone() {
        EnumSet<Fault> all = EnumSet.noneOf(Fault.class);
        all.addAll(faults);
        return all;
    }
}
