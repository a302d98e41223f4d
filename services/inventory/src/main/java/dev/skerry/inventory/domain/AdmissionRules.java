package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.MachineApproved;
import dev.skerry.inventory.domain.InventoryEvent.MachineRejected;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.ApprovalRequested;
import dev.skerry.inventory.domain.InventoryInput.RejectionRequested;
import java.time.Instant;
import java.util.List;

/** Who is let in and who is kept out. A person's word counts over a quarantine and over an earlier rejection. */
final class AdmissionRules {

    static final String SITE_POLICY = "site policy";

    private static final String SOMEONE = "a person";

    private AdmissionRules() {}

    static MachineApproved bySitePolicy(Description description, Instant at) {
        return new MachineApproved(description, SITE_POLICY, at);
    }

    static List<InventoryEvent> decide(Inventory inventory, ApprovalRequested requested, Instant at) {
        return inventory
                .machine(requested.machineId())
                .map(machine -> approve(machine, requested, at))
                .orElseGet(() -> unknown(requested.machineId()));
    }

    static List<InventoryEvent> decide(Inventory inventory, RejectionRequested requested, Instant at) {
        return inventory
                .machine(requested.machineId())
                .map(machine -> reject(machine, requested, at))
                .orElseGet(() -> unknown(requested.machineId()));
    }

    private static List<InventoryEvent> approve(Machine machine, ApprovalRequested requested, Instant at) {
        return machine.lifecycle().mayBecome(Lifecycle.APPROVED)
                ? List.of(new MachineApproved(machine.description(), person(requested.requestedBy()), at))
                : List.of();
    }

    private static List<InventoryEvent> reject(Machine machine, RejectionRequested requested, Instant at) {
        if (machine.lifecycle() == Lifecycle.REJECTED) {
            return List.of();
        }
        if (!machine.lifecycle().mayBecome(Lifecycle.REJECTED)) {
            return List.of(new Refused(
                    "machineId",
                    "machine %s is %s: only a machine that was not let in can be rejected; release it instead"
                            .formatted(machine.description().name(), machine.lifecycle())));
        }
        String reason = requested.reason().isBlank()
                ? "rejected by " + person(requested.requestedBy())
                : "%s (%s)".formatted(requested.reason(), person(requested.requestedBy()));
        return List.of(new MachineRejected(machine.id(), machine.site(), reason, at));
    }

    private static String person(String name) {
        return name.isBlank() ? SOMEONE : name;
    }

    private static List<InventoryEvent> unknown(String id) {
        return List.of(new Refused(
                "machineId", "machine '%s' is unknown: give the id of a machine that is on record".formatted(id)));
    }
}
