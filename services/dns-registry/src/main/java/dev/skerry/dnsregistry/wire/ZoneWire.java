package dev.skerry.dnsregistry.wire;

import dev.skerry.dnsregistry.domain.Location;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.domain.Prefix;
import dev.skerry.dnsregistry.domain.Site;
import dev.skerry.dnsregistry.domain.Target;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.SiteState;

/** What the server reads: records and sites. */
public final class ZoneWire {

    private ZoneWire() {}

    /** A name as it answers. */
    public static NameState name(RecordState record) {
        return NameState.claimed(
                record.getName(),
                record.getApp(),
                record.getPort(),
                record.getTtlSeconds(),
                record.getTargets().stream()
                        .map(target -> new Target(target.getClusterId(), target.getSite(), target.getAddresses()))
                        .toList(),
                record.getChangedAt());
    }

    /**
     * A site.
     *
     * @throws IllegalArgumentException when its coordinates or a prefix of its clients are none
     */
    public static Site site(SiteState record) {
        return new Site(
                record.getSite(),
                new Location(record.getLatitude(), record.getLongitude()),
                record.getClientPrefixes().stream().map(Prefix::parse).toList());
    }
}
