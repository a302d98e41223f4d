package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.Location;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.domain.Prefix;
import dev.skerry.dnsregistry.domain.Site;
import dev.skerry.dnsregistry.domain.Sites;
import dev.skerry.dnsregistry.domain.Target;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.SiteState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A zone with three sites: copenhagen and berlin have users, newyork has none of its own. */
final class TestZone {

    static final String ORIGIN = "edge.skerry.test.";
    static final Instant CHANGED = Instant.parse("2026-03-01T12:00:00Z");
    static final Zone ZONE = new Zone(ORIGIN, List.of(Address.parse("192.0.2.53"), Address.parse("2001:db8::53")));

    static final Sites SITES = new Sites(List.of(
            site("copenhagen", 55.6761, 12.5683, "10.1.0.0/16", "2001:db8:1::/48"),
            site("berlin", 52.52, 13.405, "10.2.0.0/16", "10.3.0.0/16"),
            site("newyork", 40.7128, -74.006, "10.3.9.0/24")));

    static final ZoneIndex INDEX = index(
            answering("shop", 20, target("copenhagen", "203.0.113.1", "2001:db8::1"), target("newyork", "203.0.113.3")),
            answering("everywhere", 20, target("berlin", "203.0.113.2"), target("copenhagen", "203.0.113.1")),
            answering("six", 20, target("copenhagen", "2001:db8::6")),
            answering("deep.acme", 20, target("berlin", "203.0.113.2")),
            answering("silent", 20, target("berlin")),
            answering("many", 20, many("copenhagen", 30)),
            answering("crowd", 20, many("copenhagen", 300)),
            new NameState.Vacant("vacant", "acme/vacant", 80, 20, CHANGED));

    private TestZone() {}

    static ZoneIndex index(NameState... names) {
        return new ZoneIndex(
                ZONE,
                true,
                SITES,
                List.of(names).stream().map(name -> new ServedName(ZONE, name)).toList(),
                CHANGED.getEpochSecond());
    }

    static NameState answering(String name, int ttlSeconds, Target... targets) {
        return NameState.claimed(name, "acme/" + name, 8080, ttlSeconds, List.of(targets), CHANGED);
    }

    static Target target(String site, String... addresses) {
        return new Target("small." + site, site, List.of(addresses));
    }

    static Target many(String site, int count) {
        return target(
                site,
                IntStream.range(0, count)
                        .mapToObj(i -> "198.51." + (100 + i / 250) + "." + (1 + i % 250))
                        .toArray(String[]::new));
    }

    static Site site(String name, double latitude, double longitude, String... prefixes) {
        return new Site(
                name,
                new Location(latitude, longitude),
                List.of(prefixes).stream().map(Prefix::parse).toList());
    }

    static SiteState siteState(String name, double latitude, double longitude, String... prefixes) {
        return new SiteState(
                name, name, latitude, longitude, "emea", Map.of(), List.of(prefixes), Approval.AUTOMATIC, CHANGED);
    }

    static RecordState recordState(String name, Target... targets) {
        return new RecordState(
                name,
                "acme/" + name,
                8080,
                20,
                List.of(targets).stream()
                        .map(target -> new dev.skerry.schemas.dns.Target(
                                target.clusterId(), target.site(), target.addresses()))
                        .toList(),
                CHANGED);
    }
}
