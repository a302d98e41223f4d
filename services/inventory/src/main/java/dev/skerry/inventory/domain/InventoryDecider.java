package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.AssignmentCleared;
import dev.skerry.inventory.domain.InventoryEvent.AssignmentRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ClassRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ClassRemoved;
import dev.skerry.inventory.domain.InventoryEvent.FactsRecorded;
import dev.skerry.inventory.domain.InventoryEvent.HoldRecorded;
import dev.skerry.inventory.domain.InventoryEvent.IdentityConflictDetected;
import dev.skerry.inventory.domain.InventoryEvent.LifecycleChanged;
import dev.skerry.inventory.domain.InventoryEvent.MachineApproved;
import dev.skerry.inventory.domain.InventoryEvent.MachineClassified;
import dev.skerry.inventory.domain.InventoryEvent.MachineDescribed;
import dev.skerry.inventory.domain.InventoryEvent.MachineDiscovered;
import dev.skerry.inventory.domain.InventoryEvent.MachineEvent;
import dev.skerry.inventory.domain.InventoryEvent.MachineRejected;
import dev.skerry.inventory.domain.InventoryEvent.ProfileRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ProgressNoted;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryEvent.SiteRegistered;
import dev.skerry.inventory.domain.InventoryEvent.WipeRecorded;
import dev.skerry.inventory.domain.InventoryInput.ApprovalRequested;
import dev.skerry.inventory.domain.InventoryInput.ClassRemovalRequested;
import dev.skerry.inventory.domain.InventoryInput.ClassRequested;
import dev.skerry.inventory.domain.InventoryInput.MachineAnnounced;
import dev.skerry.inventory.domain.InventoryInput.NicReplacementRequested;
import dev.skerry.inventory.domain.InventoryInput.RejectionRequested;
import dev.skerry.inventory.domain.InventoryInput.SiteRequested;
import dev.skerry.inventory.domain.InventoryInput.Woken;
import dev.skerry.inventory.domain.InventoryInput.WriteBack;
import dev.skerry.kernel.Decider;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The one writer of the shared record: so no MAC, no name and no client prefix is ever given twice. Requests that cannot be
 * granted yield {@link Refused}; what is late or repeated yields nothing.
 */
public final class InventoryDecider implements Decider<Inventory, InventoryInput, InventoryEvent> {

    private final RuleBook rules;

    /** @param rules by which machines are told apart */
    public InventoryDecider(RuleBook rules) {
        this.rules = rules;
    }

    @Override
    public Inventory initial(String key) {
        return new Inventory();
    }

    @Override
    public List<InventoryEvent> decide(Inventory inventory, InventoryInput input, Instant now) {
        Instant at = now.truncatedTo(ChronoUnit.MILLIS);
        return switch (input) {
            case SiteRequested requested -> SiteRules.decide(inventory, requested, at);
            case MachineAnnounced announced -> AnnouncementRules.decide(inventory, announced, at);
            case ApprovalRequested requested -> AdmissionRules.decide(inventory, requested, at);
            case NicReplacementRequested requested -> NicRules.decide(inventory, requested, at);
            case RejectionRequested requested -> AdmissionRules.decide(inventory, requested, at);
            case ClassRequested requested -> ClassRules.decide(inventory, rules, requested, at);
            case ClassRemovalRequested requested -> ClassRules.decide(inventory, requested, at);
            case WriteBack result ->
                ClassRules.classifying(inventory, rules, WriteBackRules.decide(inventory, result, at), at);
            case Woken _ -> List.of();
        };
    }

    @Override
    public Inventory evolve(Inventory inventory, InventoryEvent event) {
        switch (event) {
            case Refused _ -> {}
            case SiteRegistered registered -> inventory.put(registered.site());
            case ClassRecorded recorded -> inventory.put(recorded.hardwareClass());
            case ClassRemoved removed -> inventory.removeClass(removed.name());
            case MachineDiscovered(Description description, Instant at) ->
                inventory.put(Machine.discovered(description, at));
            case MachineEvent changed ->
                inventory
                        .machine(changed.machineId())
                        .map(machine -> evolve(machine, changed))
                        .ifPresent(inventory::put);
        }
        return inventory;
    }

    private static Machine evolve(Machine machine, MachineEvent event) {
        Instant at = event.at();
        return switch (event) {
            case MachineDiscovered e -> machine.described(e.description(), at);
            case MachineDescribed e -> machine.described(e.description(), at);
            case MachineApproved e -> machine.entered(Lifecycle.APPROVED, e.approvedBy(), machine.clusterId(), at);
            case MachineRejected e -> machine.entered(Lifecycle.REJECTED, e.reason(), machine.clusterId(), at);
            case FactsRecorded e -> machine.inspected(e.facts(), at);
            case LifecycleChanged e -> machine.entered(e.lifecycle(), e.reason(), e.clusterId(), at);
            case IdentityConflictDetected e -> machine.noted(machine.progress(), e.addedTo(machine.reason()), at);
            case WipeRecorded e -> machine.wiped(e.wipe());
            case HoldRecorded e -> machine.held(e.hold(), at);
            case ProfileRecorded e -> machine.installedWith(e.profile(), at);
            case MachineClassified e -> machine.classified(e.classes(), at);
            case ProgressNoted e -> machine.noted(e.progress(), e.reason(), at);
            case AssignmentRecorded e -> machine.assigned(e.clusterId(), e.nodeName(), e.role(), at);
            case AssignmentCleared _ -> machine.unassigned(at);
        };
    }

    /** The inventory waits for nothing. */
    @Override
    public Optional<Instant> wakeAt(Inventory inventory) {
        return Optional.empty();
    }
}
