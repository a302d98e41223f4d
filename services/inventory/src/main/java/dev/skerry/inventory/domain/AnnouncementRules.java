package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.MachineDescribed;
import dev.skerry.inventory.domain.InventoryEvent.MachineDiscovered;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.MachineAnnounced;
import dev.skerry.kernel.Ids;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * What becomes of MACs that were seen or entered. A MAC proves nothing, so an announcement can make a machine known and say more
 * about it, but never take a MAC, a name or a place from a machine that has it.
 */
final class AnnouncementRules {

    private AnnouncementRules() {}

    static List<InventoryEvent> decide(Inventory inventory, MachineAnnounced announced, Instant at) {
        Optional<Refused> fault = AnnouncementSyntax.fault(announced);
        if (fault.isPresent()) {
            return List.of(fault.get());
        }
        Optional<Site> site = inventory.site(announced.site());
        if (site.isEmpty()) {
            return List.of(new Refused(
                    "site",
                    "site '%s' is unknown: record it first, then announce the machine again"
                            .formatted(announced.site())));
        }
        List<String> macs = AnnouncementSyntax.macs(announced);
        SequencedMap<Machine, String> holders = new LinkedHashMap<>();
        for (String mac : macs) {
            inventory.machineWith(mac).ifPresent(machine -> holders.putIfAbsent(machine, mac));
        }
        return switch (holders.size()) {
            case 0 -> unknown(inventory, site.get(), announced, macs, at);
            case 1 -> known(inventory, site.get(), holders.firstEntry(), announced, macs, at);
            default ->
                conflict(
                        holders,
                        announced,
                        "the MACs belong to different machines (%s): announce each machine with its own MACs"
                                .formatted(names(holders.sequencedKeySet())),
                        at);
        };
    }

    private static List<InventoryEvent> unknown(
            Inventory inventory, Site site, MachineAnnounced announced, List<String> macs, Instant at) {
        String name = announced.name().isEmpty() ? Mac.defaultName(macs.getFirst()) : announced.name();
        Optional<Machine> namesake = inventory.machineNamed(name);
        if (namesake.isPresent()) {
            return List.of(nameTaken(name, namesake.get()));
        }
        Description description = new Description(
                Ids.timeOrdered(at, announced.cause()).toString(),
                name,
                macs,
                site.name(),
                announced.source(),
                announced.bmc(),
                announced.labels());
        MachineDiscovered discovered = new MachineDiscovered(description, at);
        return site.description().approval() == Approval.AUTOMATIC
                ? List.of(discovered, AdmissionRules.bySitePolicy(description, at))
                : List.of(discovered);
    }

    private static List<InventoryEvent> known(
            Inventory inventory,
            Site site,
            Map.Entry<Machine, String> holder,
            MachineAnnounced announced,
            List<String> macs,
            Instant at) {
        Machine machine = holder.getKey();
        Description before = machine.description();
        if (!before.site().equals(site.name())) {
            String reason = "%s belongs to machine %s (%s) at site %s: announce it there, or release it there first"
                    .formatted(holder.getValue(), before.name(), machine.id(), before.site());
            return conflict(one(holder), announced, reason, at);
        }
        boolean renames = !announced.name().isEmpty() && !announced.name().equals(before.name());
        if (renames && !before.hasDefaultName()) {
            String reason = "%s belongs to machine %s (%s): give the other machine's own MAC, or this machine's name"
                    .formatted(holder.getValue(), before.name(), machine.id());
            return conflict(one(holder), announced, reason, at);
        }
        Optional<Machine> namesake = renames ? inventory.machineNamed(announced.name()) : Optional.empty();
        if (namesake.isPresent()) {
            return List.of(nameTaken(announced.name(), namesake.get()));
        }
        Description after = enriched(before, announced, macs);
        return after.equals(before) ? List.of() : List.of(describe(machine, after, at));
    }

    private static InventoryEvent describe(Machine machine, Description after, Instant at) {
        Optional<String> approvedBy =
                machine.lifecycle().isLetIn() ? Optional.of(machine.approvedBy()) : Optional.empty();
        return new MachineDescribed(after, approvedBy, at);
    }

    private static Description enriched(Description before, MachineAnnounced announced, List<String> macs) {
        SequencedSet<String> all = new LinkedHashSet<>(before.macs());
        all.addAll(macs);
        boolean replaces = announced.source().isByHand();
        Map<String, String> labels = new TreeMap<>(before.labels());
        announced.labels().forEach((key, value) -> {
            if (replaces) {
                labels.put(key, value);
            } else {
                labels.putIfAbsent(key, value);
            }
        });
        return new Description(
                before.machineId(),
                announced.name().isEmpty() ? before.name() : announced.name(),
                new ArrayList<>(all),
                before.site(),
                before.source(),
                replaces ? announced.bmc().or(before::bmc) : before.bmc().or(announced::bmc),
                labels);
    }

    private static List<InventoryEvent> conflict(
            SequencedMap<Machine, String> holders, MachineAnnounced announced, String reason, Instant at) {
        String claim = "announced at site %s by %s%s"
                .formatted(
                        announced.site(),
                        announced.source(),
                        announced.name().isEmpty() ? "" : " as " + announced.name());
        List<InventoryEvent> events = new ArrayList<>();
        holders.forEach((machine, mac) -> events.addAll(Conflicts.over(mac, machine, claim, at)));
        events.add(new Refused("macs", reason));
        return events;
    }

    private static SequencedMap<Machine, String> one(Map.Entry<Machine, String> holder) {
        SequencedMap<Machine, String> holders = new LinkedHashMap<>();
        holders.put(holder.getKey(), holder.getValue());
        return holders;
    }

    private static Refused nameTaken(String name, Machine owner) {
        return new Refused(
                "name",
                "the name %s belongs to machine %s at site %s, whose MACs are others: choose another name"
                        .formatted(name, owner.id(), owner.site()));
    }

    private static String names(SequencedSet<Machine> machines) {
        return String.join(
                ", ",
                machines.stream().map(machine -> machine.description().name()).toList());
    }
}
