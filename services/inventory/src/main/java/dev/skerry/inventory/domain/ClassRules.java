package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.ClassRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ClassRemoved;
import dev.skerry.inventory.domain.InventoryEvent.FactsRecorded;
import dev.skerry.inventory.domain.InventoryEvent.MachineClassified;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.ClassRemovalRequested;
import dev.skerry.inventory.domain.InventoryInput.ClassRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which machines belong to which hardware classes. A class that changes is asked of each machine once; the others are left alone. */
final class ClassRules {

    private ClassRules() {}

    static List<InventoryEvent> decide(Inventory inventory, RuleBook rules, ClassRequested requested, Instant at) {
        if (!DnsLabels.isLabel(requested.name())) {
            return List.of(new Refused(
                    "name", "'%s' is not a DNS label: use %s".formatted(requested.name(), DnsLabels.SYNTAX)));
        }
        Optional<String> fault = rules.fault(requested.rule());
        if (fault.isPresent()) {
            return List.of(new Refused("rule", fault.get()));
        }
        Optional<HardwareClass> before = inventory.hardwareClass(requested.name());
        if (before.filter(known -> known.rule().equals(requested.rule())
                        && known.description().equals(requested.description()))
                .isPresent()) {
            return List.of();
        }
        List<InventoryEvent> events = new ArrayList<>();
        events.add(
                new ClassRecorded(new HardwareClass(requested.name(), requested.rule(), requested.description(), at)));
        if (before.filter(known -> known.rule().equals(requested.rule())).isEmpty()) {
            machines(inventory)
                    .forEach(machine -> member(
                                    machine,
                                    requested.name(),
                                    machine.facts()
                                            .filter(facts -> rules.holds(requested.rule(), facts))
                                            .isPresent(),
                                    at)
                            .ifPresent(events::add));
        }
        return events;
    }

    static List<InventoryEvent> decide(Inventory inventory, ClassRemovalRequested requested, Instant at) {
        if (inventory.hardwareClass(requested.name()).isEmpty()) {
            return List.of();
        }
        List<InventoryEvent> events = new ArrayList<>();
        events.add(new ClassRemoved(requested.name()));
        machines(inventory)
                .forEach(machine -> member(machine, requested.name(), false, at).ifPresent(events::add));
        return events;
    }

    /** Events, and what they make of the classes of the machines whose facts they record. */
    static List<InventoryEvent> classifying(
            Inventory inventory, RuleBook rules, List<InventoryEvent> events, Instant at) {
        List<InventoryEvent> all = new ArrayList<>(events);
        for (InventoryEvent event : events) {
            if (event instanceof FactsRecorded recorded) {
                List<String> classes = inventory.hardwareClasses().stream()
                        .filter(each -> rules.holds(each.rule(), recorded.facts()))
                        .map(HardwareClass::name)
                        .toList();
                inventory
                        .machine(recorded.machineId())
                        .filter(machine -> !machine.hardwareClasses().equals(classes))
                        .ifPresent(machine -> all.add(classified(machine, classes, at)));
            }
        }
        return all;
    }

    private static List<Machine> machines(Inventory inventory) {
        return inventory.machines().stream()
                .sorted(Comparator.comparing(Machine::id))
                .toList();
    }

    private static Optional<InventoryEvent> member(Machine machine, String name, boolean is, Instant at) {
        SortedSet<String> classes = new TreeSet<>(machine.hardwareClasses());
        boolean changed = is ? classes.add(name) : classes.remove(name);
        return changed ? Optional.of(classified(machine, List.copyOf(classes), at)) : Optional.empty();
    }

    private static MachineClassified classified(Machine machine, List<String> classes, Instant at) {
        return new MachineClassified(
                machine.id(), machine.site(), machine.description().name(), classes, at);
    }
}
