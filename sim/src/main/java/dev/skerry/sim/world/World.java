package dev.skerry.sim.world;

import dev.skerry.sim.net.Addresses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Everything that is simulated.
 *
 * @param sites by name, in order
 * @param machines in order of their numbers
 * @param apps app (tenant/name) by DNS name without the zone
 */
public record World(Map<String, Site> sites, List<MachineSpec> machines, Map<String, String> apps) {

    /**
     * @param seed of the machines' facts
     * @throws IllegalArgumentException when a document cannot be simulated; the message says which and why
     */
    public static World of(Documents documents, long seed) {
        var sites = new LinkedHashMap<String, Site>();
        for (JsonNode document : documents.sites()) {
            var site = site(document);
            if (sites.put(site.name(), site) != null) {
                throw new IllegalArgumentException("two sites are called " + site.name());
            }
        }
        var machines = new ArrayList<MachineSpec>();
        var taken = new HashSet<String>();
        for (JsonNode document : documents.machines()) {
            var machine = machine(document, machines.size(), seed);
            if (!sites.containsKey(machine.site())) {
                throw new IllegalArgumentException(
                        "machine %s is at an unknown site: %s".formatted(machine.name(), machine.site()));
            }
            if (!taken.add(machine.name()) || !taken.add(machine.mac())) {
                throw new IllegalArgumentException(
                        "machine %s or its MAC %s is there twice".formatted(machine.name(), machine.mac()));
            }
            machines.add(machine);
        }
        if (machines.size() > Addresses.MOST_MACHINES) {
            throw new IllegalArgumentException("at most " + Addresses.MOST_MACHINES + " machines can be simulated");
        }
        var apps = new LinkedHashMap<String, String>();
        for (JsonNode document : documents.apps()) {
            String name = document.path("spec").path("dns").path("name").asString("");
            if (!name.isEmpty()) {
                var metadata = document.path("metadata");
                apps.put(
                        name,
                        metadata.path("tenant").asString("") + "/"
                                + metadata.path("name").asString(""));
            }
        }
        return new World(sites, List.copyOf(machines), apps);
    }

    private static Site site(JsonNode document) {
        String name = document.path("metadata").path("name").asString("");
        var spec = document.path("spec");
        if (name.isEmpty()
                || !spec.path("latitude").isNumber()
                || !spec.path("longitude").isNumber()) {
            throw new IllegalArgumentException(
                    "a site needs metadata.name, spec.latitude and spec.longitude: " + document);
        }
        var prefixes = spec.path("clientPrefixes")
                .valueStream()
                .map(prefix -> prefix.asString(""))
                .toList();
        return new Site(
                name,
                spec.path("latitude").asDouble(),
                spec.path("longitude").asDouble(),
                spec.path("region").asString(""),
                prefixes);
    }

    private static MachineSpec machine(JsonNode document, int number, long seed) {
        var spec = document.path("spec");
        String mac =
                spec.path("macs").path(0).asString("").toLowerCase(Locale.ROOT).replace('-', ':');
        if (!mac.matches("([0-9a-f]{2}:){5}[0-9a-f]{2}")) {
            throw new IllegalArgumentException("a machine needs a MAC address in spec.macs: " + document);
        }
        String name = document.path("metadata").path("name").asString("");
        return new MachineSpec(
                number,
                name.isEmpty() ? "m-" + mac.replace(":", "") : name,
                spec.path("site").asString(""),
                mac,
                Documents.hasRedfish(document),
                Facts.seeded(seed, mac, Documents.hasRedfish(document)));
    }
}
