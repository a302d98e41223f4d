package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryEvent.SiteRegistered;
import dev.skerry.inventory.domain.InventoryInput.SiteRequested;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What becomes of a request to record or change a site. */
final class SiteRules {

    private SiteRules() {}

    static List<InventoryEvent> decide(Inventory inventory, SiteRequested requested, Instant at) {
        SiteDescription wanted = requested.site();
        Optional<Refused> fault = fault(inventory, wanted);
        if (fault.isPresent()) {
            return List.of(fault.get());
        }
        Optional<Site> known = inventory.site(wanted.name());
        if (known.map(Site::description).filter(wanted::equals).isPresent()) {
            return List.of();
        }
        List<InventoryEvent> events = new ArrayList<>();
        events.add(new SiteRegistered(
                new Site(wanted, known.map(Site::registeredAt).orElse(at))));
        if (wanted.approval() == Approval.AUTOMATIC) {
            for (String id : inventory.undecidedAt(wanted.name())) {
                inventory
                        .machine(id)
                        .map(machine -> AdmissionRules.bySitePolicy(machine.description(), at))
                        .ifPresent(events::add);
            }
        }
        return events;
    }

    private static Optional<Refused> fault(Inventory inventory, SiteDescription site) {
        if (!DnsLabels.isLabel(site.name())) {
            return refused("site", "'%s' is not a DNS label: use %s".formatted(site.name(), DnsLabels.SYNTAX));
        }
        if (!(Math.abs(site.latitude()) <= 90)) {
            return refused(
                    "latitude",
                    "%s is out of range: give degrees north, from -90 to 90 (are latitude and longitude swapped?)"
                            .formatted(site.latitude()));
        }
        if (!(Math.abs(site.longitude()) <= 180)) {
            return refused(
                    "longitude", "%s is out of range: give degrees east, from -180 to 180".formatted(site.longitude()));
        }
        if (!DnsLabels.isPath(site.region(), '/')) {
            return refused(
                    "region",
                    "'%s' is not a region path: write DNS labels from the widest to the narrowest with '/' between them, such as emea/dk/copenhagen"
                            .formatted(site.region()));
        }
        return Labels.fault(site.labels())
                .or(() -> IntStream.range(0, site.clientPrefixes().size())
                        .mapToObj(index -> prefixFault(inventory, site, index))
                        .flatMap(Optional::stream)
                        .findFirst());
    }

    private static Optional<Refused> prefixFault(Inventory inventory, SiteDescription site, int index) {
        String field = "clientPrefixes[%d]".formatted(index);
        String text = site.clientPrefixes().get(index);
        Optional<Prefix> prefix = Prefix.parsed(text);
        if (prefix.isEmpty()) {
            return refused(
                    field,
                    "'%s' is not a CIDR block: write it like 10.1.0.0/16 or 2001:db8:1::/48, with no bit set after the prefix"
                            .formatted(text));
        }
        if (site.clientPrefixes().subList(0, index).stream()
                .anyMatch(earlier -> Prefix.parsed(earlier).equals(prefix))) {
            return refused(field, "%s stands there twice: name each prefix once".formatted(text));
        }
        return prefix.flatMap(inventory::ownerOf)
                .filter(owner -> !owner.equals(site.name()))
                .flatMap(owner -> refused(
                        field,
                        "%s belongs to site %s: take it from there first, or name a longer prefix"
                                .formatted(text, owner)));
    }

    private static Optional<Refused> refused(String field, String reason) {
        return Optional.of(new Refused(field, reason));
    }
}
