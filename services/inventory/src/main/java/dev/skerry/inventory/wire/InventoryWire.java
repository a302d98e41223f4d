package dev.skerry.inventory.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.inventory.domain.HardwareClass;
import dev.skerry.inventory.domain.Inventory;
import dev.skerry.inventory.domain.InventoryEvent;
import dev.skerry.inventory.domain.InventoryEvent.ClassRecorded;
import dev.skerry.inventory.domain.InventoryEvent.ClassRemoved;
import dev.skerry.inventory.domain.InventoryEvent.MachineEvent;
import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryEvent.SiteRegistered;
import dev.skerry.inventory.domain.InventoryInput;
import dev.skerry.inventory.domain.Machine;
import dev.skerry.inventory.domain.Site;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.inventory.HardwareClassState;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.inventory.SiteState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/** The inventory between Avro and its domain: one entry a site ({@code site/NAME}), one a machine ({@code machine/ID}) and one a hardware class
 * ({@code class/NAME}). */
public final class InventoryWire implements Wire<Inventory, InventoryInput, InventoryEvent> {

    @Override
    public Optional<InventoryInput> input(Received received) {
        return InputMapping.input(received);
    }

    @Override
    public InventoryInput woken() {
        return new InventoryInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(InventoryEvent event, Inventory after) {
        Instant discoveredAt = event instanceof MachineEvent e
                ? after.machine(e.machineId()).map(Machine::discoveredAt).orElse(e.at())
                : Instant.EPOCH;
        return OutgoingMapping.outgoing(event, discoveredAt);
    }

    @Override
    public List<Entry> changed(String key, Inventory after, List<InventoryEvent> events) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (InventoryEvent event : events) {
            switch (event) {
                case Refused _ -> {}
                case ClassRecorded e -> put(entries).accept(entry(e.hardwareClass()));
                case ClassRemoved e ->
                    put(entries)
                            .accept(Entry.published("class/" + e.name(), null, Topics.HARDWARE_CLASS_STATE, e.name()));
                case SiteRegistered e ->
                    after.site(e.site().name()).map(InventoryWire::entry).ifPresent(put(entries));
                case MachineEvent e ->
                    after.machine(e.machineId()).map(InventoryWire::entry).ifPresent(put(entries));
            }
        }
        return List.copyOf(entries.values());
    }

    @Override
    public Inventory restored(String key, List<SpecificRecord> entries) {
        List<Site> sites = new ArrayList<>();
        List<Machine> machines = new ArrayList<>();
        List<HardwareClass> classes = new ArrayList<>();
        for (SpecificRecord entry : entries) {
            switch (entry) {
                case SiteState state -> sites.add(StateMapping.site(state));
                case MachineState state -> machines.add(StateMapping.machine(state));
                case HardwareClassState state -> classes.add(StateMapping.hardwareClass(state));
                default ->
                    throw new IllegalStateException(
                            "the inventory stores no " + entry.getSchema().getFullName());
            }
        }
        return Inventory.of(sites, machines, classes);
    }

    private static Entry entry(Site site) {
        return Entry.published("site/" + site.name(), StateMapping.state(site), Topics.SITE_STATE, site.name());
    }

    private static Entry entry(HardwareClass each) {
        return Entry.published(
                "class/" + each.name(), StateMapping.state(each), Topics.HARDWARE_CLASS_STATE, each.name());
    }

    private static Entry entry(Machine machine) {
        return Entry.published(
                "machine/" + machine.id(), StateMapping.state(machine), Topics.MACHINE_STATE, machine.id());
    }

    private static Consumer<Entry> put(Map<String, Entry> entries) {
        return entry -> entries.putIfAbsent(entry.name(), entry);
    }
}
