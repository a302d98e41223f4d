package dev.skerry.appmanager.rest.fleet;

import dev.skerry.appmanager.rest.documents.Syntax;
import dev.skerry.schemas.apps.AppState;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.inventory.MachineState;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Finds out by which keys events are about what a person names. */
public final class Subjects {

    private final Fleet fleet;
    private final MachineIndex machines;

    public Subjects(Fleet fleet, MachineIndex machines) {
        this.fleet = fleet;
        this.machines = machines;
    }

    /**
     * The keys of a machine (by MAC address, id or name), cluster, clustering, site, app or DNS name. What is not on record is taken
     * as a key itself: events may be older than what is left of their subject.
     */
    Set<String> keys(String words) {
        Optional<MachineState> machine = machines.find(words);
        if (machine.isPresent()) {
            Set<String> keys = new HashSet<>(machine.get().getMacs());
            keys.add(machine.get().getMachineId());
            return keys;
        }
        Optional<AppState> app = fleet.apps().model().get(words);
        if (app.isPresent()) {
            DnsName dns = app.get().getSpec().getDns();
            return dns == null ? Set.of(words) : Set.of(words, dns.getName());
        }
        if (fleet.clusters().model().get(words).isPresent()
                || fleet.clusterings().model().get(words).isPresent()
                || fleet.sites().model().get(words).isPresent()) {
            return Set.of(words);
        }
        String name = words.toLowerCase(Locale.ROOT);
        return fleet.names()
                .model()
                .get(name)
                .map(record -> Set.of(name, record.getApp()))
                .orElseGet(() -> Set.of(Syntax.asMac(words).orElse(words)));
    }
}
