package dev.skerry.inventory.domain;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All sites and machines, with the indices that keep a decision's cost apart from the size of the fleet. Changed by
 * {@link InventoryDecider#evolve} alone; not safe for use by many threads.
 */
public final class Inventory {

    private final Map<String, Site> sites = new HashMap<>();
    private final Map<Prefix, String> sitesByPrefix = new HashMap<>();
    private final Map<String, Machine> machines = new HashMap<>();
    private final SortedMap<String, HardwareClass> classes = new TreeMap<>();
    private final Map<String, String> idsByMac = new HashMap<>();
    private final Map<String, String> idsByName = new HashMap<>();
    private final Map<String, SortedSet<String>> idsByNic = new HashMap<>();
    private final Map<String, SortedSet<String>> undecidedBySite = new HashMap<>();

    Inventory() {}

    /** An inventory of what was stored. */
    public static Inventory of(
            Collection<Site> sites, Collection<Machine> machines, Collection<HardwareClass> classes) {
        Inventory inventory = new Inventory();
        classes.forEach(inventory::put);
        sites.forEach(inventory::put);
        machines.forEach(inventory::put);
        return inventory;
    }

    public Optional<Site> site(String name) {
        return Optional.ofNullable(sites.get(name));
    }

    public Optional<Machine> machine(String id) {
        return Optional.ofNullable(machines.get(id));
    }

    public Optional<Machine> machineNamed(String name) {
        return Optional.ofNullable(idsByName.get(name)).flatMap(this::machine);
    }

    /** The machine that was announced with a MAC (normalised). */
    public Optional<Machine> machineAnnouncedWith(String mac) {
        return Optional.ofNullable(idsByMac.get(mac)).flatMap(this::machine);
    }

    /** The machine that was announced with a MAC (normalised), or else the oldest in which an inspection found it. */
    public Optional<Machine> machineWith(String mac) {
        return machineAnnouncedWith(mac)
                .or(() -> idsByNic.getOrDefault(mac, Collections.emptySortedSet()).stream()
                        .findFirst()
                        .flatMap(this::machine));
    }

    /** The site that a client prefix leads to. */
    Optional<String> ownerOf(Prefix prefix) {
        return Optional.ofNullable(sitesByPrefix.get(prefix));
    }

    /** The ids of a site's machines in {@link Lifecycle#DISCOVERED}, oldest first. */
    Collection<String> undecidedAt(String site) {
        return Collections.unmodifiableCollection(undecidedBySite.getOrDefault(site, Collections.emptySortedSet()));
    }

    public Collection<Site> sites() {
        return Collections.unmodifiableCollection(sites.values());
    }

    public Collection<Machine> machines() {
        return Collections.unmodifiableCollection(machines.values());
    }

    public Optional<HardwareClass> hardwareClass(String name) {
        return Optional.ofNullable(classes.get(name));
    }

    /** In the order of their names. */
    Collection<HardwareClass> hardwareClasses() {
        return Collections.unmodifiableCollection(classes.values());
    }

    void put(HardwareClass hardwareClass) {
        classes.put(hardwareClass.name(), hardwareClass);
    }

    void removeClass(String name) {
        classes.remove(name);
    }

    void put(Site site) {
        Site before = sites.put(site.name(), site);
        if (before != null) {
            prefixes(before).forEach(sitesByPrefix::remove);
        }
        prefixes(site).forEach(prefix -> sitesByPrefix.put(prefix, site.name()));
    }

    void put(Machine machine) {
        Machine before = machines.put(machine.id(), machine);
        if (before != null) {
            before.description().macs().forEach(idsByMac::remove);
            idsByName.remove(before.description().name());
            nics(before).forEach(mac -> drop(idsByNic, mac, before.id()));
            if (before.lifecycle() == Lifecycle.DISCOVERED) {
                drop(undecidedBySite, before.site(), before.id());
            }
        }
        machine.description().macs().forEach(mac -> idsByMac.put(mac, machine.id()));
        idsByName.put(machine.description().name(), machine.id());
        nics(machine).forEach(mac -> add(idsByNic, mac, machine.id()));
        if (machine.lifecycle() == Lifecycle.DISCOVERED) {
            add(undecidedBySite, machine.site(), machine.id());
        }
    }

    private static Collection<Prefix> prefixes(Site site) {
        return site.description().clientPrefixes().stream()
                .flatMap(text -> Prefix.parsed(text).stream())
                .toList();
    }

    private static Collection<String> nics(Machine machine) {
        return machine.facts().stream()
                .flatMap(facts -> facts.nics().stream())
                .flatMap(nic -> Mac.normalised(nic.mac()).stream())
                .toList();
    }

    private static void add(Map<String, SortedSet<String>> index, String key, String id) {
        index.computeIfAbsent(key, unused -> new TreeSet<>()).add(id);
    }

    private static void drop(Map<String, SortedSet<String>> index, String key, String id) {
        SortedSet<String> ids = index.get(key);
        if (ids != null && ids.remove(id) && ids.isEmpty()) {
            index.remove(key);
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Inventory that
                && sites.equals(that.sites)
                && machines.equals(that.machines)
                && classes.equals(that.classes)
                && sitesByPrefix.equals(that.sitesByPrefix)
                && idsByMac.equals(that.idsByMac)
                && idsByName.equals(that.idsByName)
                && idsByNic.equals(that.idsByNic)
                && undecidedBySite.equals(that.undecidedBySite);
    }

    @Override
    public int hashCode() {
        return 31 * sites.hashCode() + machines.hashCode();
    }

    @Override
    public String toString() {
        return "Inventory[sites=%s, machines=%s, classes=%s]"
                .formatted(sites.values(), machines.values(), classes.values());
    }
}
