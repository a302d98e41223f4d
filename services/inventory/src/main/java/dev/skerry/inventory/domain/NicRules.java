package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.MachineDescribed;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.NicReplacementRequested;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What becomes of a replaced network interface: the MAC changes in its place, the machine does not. */
final class NicRules {

    private NicRules() {}

    static List<InventoryEvent> decide(Inventory inventory, NicReplacementRequested requested, Instant at) {
        Optional<Machine> machine = inventory.machine(requested.machineId());
        Optional<String> before = Mac.normalised(requested.oldMac());
        Optional<String> after = Mac.normalised(requested.newMac());
        if (machine.isEmpty()) {
            return refused(
                    "machineId",
                    "machine '%s' is unknown: give the id of a machine that is on record"
                            .formatted(requested.machineId()));
        }
        if (before.isEmpty()) {
            return malformed("oldMac", requested.oldMac());
        }
        if (after.isEmpty()) {
            return malformed("newMac", requested.newMac());
        }
        return replace(inventory, machine.get(), before.get(), after.get(), at);
    }

    private static List<InventoryEvent> replace(
            Inventory inventory, Machine machine, String before, String after, Instant at) {
        Description description = machine.description();
        boolean done = description.macs().contains(after) && !description.macs().contains(before);
        if (done || before.equals(after)) {
            return List.of();
        }
        if (!description.macs().contains(before)) {
            return refused(
                    "oldMac",
                    "machine %s has no MAC %s, but %s: give one of these"
                            .formatted(description.name(), before, String.join(", ", description.macs())));
        }
        Optional<Machine> holder = inventory.machineWith(after);
        if (holder.isPresent()) {
            return refused(
                    "newMac",
                    "%s belongs to machine %s (%s): retire that one first, or give the new interface's own MAC"
                            .formatted(
                                    after,
                                    holder.get().description().name(),
                                    holder.get().id()));
        }
        Description changed = new Description(
                description.machineId(),
                description.name(),
                description.macs().stream()
                        .map(mac -> mac.equals(before) ? after : mac)
                        .toList(),
                description.site(),
                description.source(),
                description.bmc(),
                description.labels());
        Optional<String> approvedBy =
                machine.lifecycle().isLetIn() ? Optional.of(machine.approvedBy()) : Optional.empty();
        return List.of(new MachineDescribed(changed, approvedBy, at));
    }

    private static List<InventoryEvent> malformed(String field, String text) {
        return refused(
                field,
                "'%s' is not the MAC of an interface: write six octets in hex, such as 52:54:00:00:01:01"
                        .formatted(text));
    }

    private static List<InventoryEvent> refused(String field, String reason) {
        return List.of(new Refused(field, reason));
    }
}
