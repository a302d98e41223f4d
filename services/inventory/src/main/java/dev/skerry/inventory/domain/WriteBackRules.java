package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.AssignmentCleared;
import dev.skerry.inventory.domain.InventoryEvent.AssignmentRecorded;
import dev.skerry.inventory.domain.InventoryEvent.FactsRecorded;
import dev.skerry.inventory.domain.InventoryEvent.HoldRecorded;
import dev.skerry.inventory.domain.InventoryEvent.LifecycleChanged;
import dev.skerry.inventory.domain.InventoryEvent.ProfileRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ProgressNoted;
import dev.skerry.inventory.domain.InventoryEvent.WipeRecorded;
import dev.skerry.inventory.domain.InventoryInput.AttemptFailed;
import dev.skerry.inventory.domain.InventoryInput.BecameAvailable;
import dev.skerry.inventory.domain.InventoryInput.Failed;
import dev.skerry.inventory.domain.InventoryInput.Held;
import dev.skerry.inventory.domain.InventoryInput.Impersonated;
import dev.skerry.inventory.domain.InventoryInput.Inspected;
import dev.skerry.inventory.domain.InventoryInput.InspectionStarted;
import dev.skerry.inventory.domain.InventoryInput.InstallationProgressed;
import dev.skerry.inventory.domain.InventoryInput.InstallationStarted;
import dev.skerry.inventory.domain.InventoryInput.Installed;
import dev.skerry.inventory.domain.InventoryInput.NodeAssigned;
import dev.skerry.inventory.domain.InventoryInput.NodeReleased;
import dev.skerry.inventory.domain.InventoryInput.PersonAwaited;
import dev.skerry.inventory.domain.InventoryInput.PersonNoLongerAwaited;
import dev.skerry.inventory.domain.InventoryInput.ReleaseStarted;
import dev.skerry.inventory.domain.InventoryInput.RescueEnded;
import dev.skerry.inventory.domain.InventoryInput.RescueReady;
import dev.skerry.inventory.domain.InventoryInput.RescueStarted;
import dev.skerry.inventory.domain.InventoryInput.Retired;
import dev.skerry.inventory.domain.InventoryInput.Unheld;
import dev.skerry.inventory.domain.InventoryInput.Wiped;
import dev.skerry.inventory.domain.InventoryInput.WriteBack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The record follows what the others did with a machine. Their results come in order, but may repeat: a result is taken only when
 * the step that it tells of leads from where the machine stands, and its text only when it says something new.
 */
final class WriteBackRules {

    private static final String WAITING = "waiting for the next attempt";
    private static final String AWAITED =
            "waits for a person to power it on at the machine, or to reset it when it is on,";
    private static final String AGAIN = "trying again";

    private WriteBackRules() {}

    static List<InventoryEvent> decide(Inventory inventory, WriteBack result, Instant at) {
        return inventory
                .machine(result.machineId())
                .map(machine -> decide(inventory, machine, result, at))
                .orElse(List.of());
    }

    private static List<InventoryEvent> decide(Inventory inventory, Machine machine, WriteBack result, Instant at) {
        return switch (result) {
            case InspectionStarted _ -> work(machine, Lifecycle.INSPECTING, machine.clusterId(), at);
            case InstallationStarted r -> installing(machine, r, at);
            case ReleaseStarted _ -> work(machine, Lifecycle.RELEASING, machine.clusterId(), at);
            case Inspected r
            when machine.lifecycle() == Lifecycle.INSPECTING -> facts(inventory, machine, r.facts(), at);
            case Inspected _ -> List.of();
            case BecameAvailable r -> available(inventory, machine, r.facts(), at);
            case InstallationProgressed r
            when machine.lifecycle() == Lifecycle.INSTALLING || machine.lifecycle() == Lifecycle.RESCUE ->
                note(machine, "%s %d %%".formatted(r.step(), r.percent()), machine.reason(), at);
            case InstallationProgressed _ -> List.of();
            case Installed r -> step(machine, Lifecycle.ACTIVE, "", Optional.of(r.clusterId()), at);
            case Wiped r when machine.lifecycle() == Lifecycle.RELEASING -> wiped(machine, r, at);
            case Wiped _ -> List.of();
            case RescueStarted _ -> work(machine, Lifecycle.RESCUE, machine.clusterId(), at);
            case RescueReady r
            when machine.lifecycle() == Lifecycle.RESCUE ->
                note(machine, "ssh root@%s, host key %s".formatted(r.address(), r.hostKey()), "", at);
            case RescueReady _ -> List.of();
            case RescueEnded r
            when machine.lifecycle() == r.lifecycle() -> note(machine, machine.progress(), r.reason(), at);
            case RescueEnded r -> step(machine, r.lifecycle(), r.reason(), machine.clusterId(), at);
            case PersonAwaited r ->
                note(machine, "%s since %s until %s".formatted(AWAITED, r.since(), r.until()), "", at);
            case PersonNoLongerAwaited _
            when machine.progress().startsWith(AWAITED) -> note(machine, "", machine.reason(), at);
            case PersonNoLongerAwaited _ -> List.of();
            case Held r -> hold(machine, Optional.of(new Hold(r.reason(), at)), at);
            case Unheld _ -> hold(machine, Optional.empty(), at);
            case Retired _ -> step(machine, Lifecycle.RETIRED, "retired", Optional.empty(), at);
            case AttemptFailed r when machine.lifecycle() == r.during() -> note(machine, WAITING, again(r), at);
            case AttemptFailed _ -> List.of();
            case Failed r
            when machine.lifecycle() == r.during() ->
                step(machine, Lifecycle.FAILED, failed(r), machine.clusterId(), at);
            case Failed _ -> List.of();
            case Impersonated r ->
                Conflicts.over(r.mac(), machine, "another machine asked to boot with " + r.claim(), at);
            case NodeAssigned r -> assign(machine, r, at);
            case NodeReleased r
            when machine.clusterId().filter(r.clusterId()::equals).isPresent() ->
                List.of(new AssignmentCleared(machine.id(), at));
            case NodeReleased _ -> List.of();
        };
    }

    private static List<InventoryEvent> hold(Machine machine, Optional<Hold> hold, Instant at) {
        return machine.hold().map(Hold::reason).equals(hold.map(Hold::reason))
                ? List.of()
                : List.of(new HoldRecorded(machine.id(), hold, at));
    }

    private static List<InventoryEvent> work(
            Machine machine, Lifecycle lifecycle, Optional<String> clusterId, Instant at) {
        if (machine.lifecycle() != lifecycle) {
            return step(machine, lifecycle, "", clusterId, at);
        }
        return machine.progress().equals(WAITING) ? note(machine, AGAIN, machine.reason(), at) : List.of();
    }

    private static List<InventoryEvent> installing(Machine machine, InstallationStarted started, Instant at) {
        List<InventoryEvent> events =
                new ArrayList<>(work(machine, Lifecycle.INSTALLING, Optional.of(started.clusterId()), at));
        boolean is = machine.lifecycle() == Lifecycle.INSTALLING || !events.isEmpty();
        if (is && !machine.installedWith().equals(started.profile())) {
            events.add(new ProfileRecorded(machine.id(), started.profile(), at));
        }
        return events;
    }

    private static List<InventoryEvent> step(
            Machine machine, Lifecycle next, String reason, Optional<String> clusterId, Instant at) {
        return machine.lifecycle().mayBecome(next)
                ? List.of(new LifecycleChanged(machine.id(), machine.site(), next, reason, clusterId, at))
                : List.of();
    }

    private static List<InventoryEvent> available(Inventory inventory, Machine machine, Facts facts, Instant at) {
        // A release may overtake the start of an installation, for they stand on two topics: who is no node has no
        // cluster.
        Optional<String> clusterId = machine.nodeName().isEmpty() ? Optional.empty() : machine.clusterId();
        List<InventoryEvent> step = step(machine, Lifecycle.AVAILABLE, "", clusterId, at);
        if (step.isEmpty()) {
            return List.of();
        }
        List<InventoryEvent> events = new ArrayList<>(facts(inventory, machine, facts, at));
        events.addAll(step);
        return events;
    }

    private static List<InventoryEvent> facts(Inventory inventory, Machine machine, Facts facts, Instant at) {
        if (machine.facts().filter(facts::equals).isPresent()) {
            return List.of();
        }
        List<InventoryEvent> events = new ArrayList<>();
        events.add(new FactsRecorded(machine.id(), machine.site(), facts, at));
        Set<String> told = new HashSet<>(Set.of(machine.id()));
        for (Nic nic : facts.nics()) {
            String mac = Mac.normalised(nic.mac()).orElse("");
            inventory
                    .machineAnnouncedWith(mac)
                    .filter(holder -> told.add(holder.id()))
                    .ifPresent(holder -> events.addAll(Conflicts.over(mac, holder, found(machine, nic), at)));
        }
        return events;
    }

    private static List<InventoryEvent> note(Machine machine, String progress, String reason, Instant at) {
        return machine.progress().equals(progress) && machine.reason().equals(reason)
                ? List.of()
                : List.of(new ProgressNoted(machine.id(), progress, reason, at));
    }

    private static List<InventoryEvent> assign(Machine machine, NodeAssigned assigned, Instant at) {
        boolean known = machine.clusterId().filter(assigned.clusterId()::equals).isPresent()
                && machine.nodeName().filter(assigned.nodeName()::equals).isPresent()
                && machine.role().filter(assigned.role()::equals).isPresent();
        return known
                ? List.of()
                : List.of(new AssignmentRecorded(
                        machine.id(), assigned.clusterId(), assigned.nodeName(), assigned.role(), at));
    }

    private static String found(Machine machine, Nic nic) {
        return "the inspection of machine %s (%s) at site %s found it as %s"
                .formatted(machine.description().name(), machine.id(), machine.site(), nic.name());
    }

    private static List<InventoryEvent> wiped(Machine machine, Wiped wiped, Instant at) {
        boolean known = machine.progress().equals(progress(wiped));
        List<InventoryEvent> events = new ArrayList<>(note(machine, progress(wiped), machine.reason(), at));
        if (!known) {
            events.add(new WipeRecorded(machine.id(), new Wipe(wiped.diskSerials(), wiped.method(), at), at));
        }
        return events;
    }

    private static String progress(Wiped wiped) {
        return "wiped %d disks%s"
                .formatted(wiped.diskSerials().size(), wiped.method().isEmpty() ? "" : " (" + wiped.method() + ")");
    }

    private static String again(AttemptFailed failed) {
        return "an attempt failed: %s; the next begins at %s".formatted(failed.reason(), failed.retryAt());
    }

    private static String failed(Failed failed) {
        return "%s after %d %s: %s"
                .formatted(
                        failed.during(),
                        failed.attempts(),
                        failed.attempts() == 1 ? "attempt" : "attempts",
                        failed.reason());
    }
}
