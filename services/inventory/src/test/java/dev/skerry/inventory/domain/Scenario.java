package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.MachineAnnounced;
import dev.skerry.inventory.domain.InventoryInput.SiteRequested;
import dev.skerry.inventory.wire.CelRules;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An inventory that is told one thing after another, a second apart. */
final class Scenario {

    static final Instant START = Instant.parse("2026-11-23T10:00:00Z");
    static final String MAC = "52:54:00:00:01:01";
    static final String OTHER_MAC = "52:54:00:00:01:02";

    final InventoryDecider decider = new InventoryDecider(new CelRules());
    final List<InventoryEvent> all = new ArrayList<>();
    Inventory inventory = decider.initial("fleet");
    Instant now = START;
    private int announcements;

    static SiteDescription site(String name, Approval approval, String... prefixes) {
        return new SiteDescription(
                name, "", 55.6761, 12.5683, "emea/dk/" + name, Map.of("tier", "edge"), List.of(prefixes), approval);
    }

    static Facts facts(String... macs) {
        List<Nic> nics = new ArrayList<>();
        for (String mac : macs) {
            nics.add(new Nic("eth" + nics.size(), mac, Optional.of("igb"), Optional.of(10_000)));
        }
        return new Facts(
                "x86_64",
                8,
                16_384,
                List.of(new Disk(
                        "sda",
                        480_000_000_000L,
                        Optional.of("S1"),
                        Optional.of("Acme 480"),
                        Optional.of("naa.5000c500a1b2c3d4"),
                        Optional.of(false))),
                nics,
                Optional.of("4c4c4544-0000-1000-8000-000000000001"),
                Optional.of("SN1"),
                Optional.empty(),
                Optional.empty(),
                new Board(
                        Optional.of("Acme CPU 5"),
                        Optional.of(2),
                        Optional.of("uefi"),
                        Optional.of("2.0"),
                        Optional.of("2.0"),
                        Optional.of("2.49")));
    }

    static Bmc redfish(String address) {
        return new Bmc(BmcProtocol.REDFISH, address, Optional.of("sim"), Optional.empty(), Optional.empty());
    }

    List<InventoryEvent> tell(InventoryInput input) {
        now = now.plusSeconds(1);
        List<InventoryEvent> events = decider.decide(inventory, input, now);
        inventory = decider.evolve(inventory, events);
        all.addAll(events);
        return events;
    }

    List<InventoryEvent> site(String name, Approval approval) {
        return tell(new SiteRequested(site(name, approval, new String[0])));
    }

    MachineAnnounced announcement(Source source, String site, String name, String... macs) {
        announcements++;
        return new MachineAnnounced(
                "cause-" + announcements, List.of(macs), site, name, source, Optional.empty(), Map.of());
    }

    List<InventoryEvent> announce(Source source, String site, String name, String... macs) {
        return tell(announcement(source, site, name, macs));
    }

    /** What is refused, with the words by which a person finds the fault. */
    static Refused refusal(List<InventoryEvent> events) {
        return (Refused) events.getLast();
    }

    Machine machine(String mac) {
        return inventory.machineAnnouncedWith(mac).orElseThrow();
    }
}
