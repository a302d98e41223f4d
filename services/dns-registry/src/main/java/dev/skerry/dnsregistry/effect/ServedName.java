package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.domain.Prefix;
import dev.skerry.dnsregistry.domain.Ranking;
import dev.skerry.dnsregistry.domain.Sites;
import dev.skerry.dnsregistry.domain.Sites.Place;
import dev.skerry.dnsregistry.domain.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;

/**
 * One name, ready to be answered: its records are made when it changes. The nearest target of a site is worked out when that site first
 * asks, and kept until the name or the sites change. Safe for many threads.
 */
final class ServedName {

    /** How many addresses of a family an asker gets whose site is not known. */
    static final int MOST_FOR_STRANGERS = 8;

    private final Name name;
    private final Name protocol;
    private final Name service;
    private final long changedAt;
    private final List<Target> targets;
    private final List<AddressRecords> records;
    private final List<Record> srv;
    private volatile Nearest nearest = new Nearest(Sites.NONE);

    /** @throws IllegalArgumentException when the name or an address cannot stand in the zone */
    ServedName(Zone zone, NameState state) {
        name = zone.within(state.name());
        protocol = Zone.below("_tcp", name);
        service = Zone.below("_http", protocol);
        switch (state) {
            case NameState.Answering a -> {
                changedAt = a.changedAt().getEpochSecond();
                targets = a.targets().values().stream()
                        .filter(target -> !target.addresses().isEmpty())
                        .toList();
                records = targets.stream()
                        .map(target -> AddressRecords.of(
                                name,
                                a.ttlSeconds(),
                                target.addresses().stream().map(Address::parse).toList()))
                        .toList();
                srv = targets.isEmpty()
                        ? List.of()
                        : List.of(new SRVRecord(service, DClass.IN, a.ttlSeconds(), 0, 0, a.port(), name));
            }
            case NameState.Vacant v -> {
                changedAt = v.changedAt().getEpochSecond();
                targets = List.of();
                records = List.of();
                srv = List.of();
            }
            case NameState.Unclaimed _ -> throw new IllegalArgumentException("nobody claimed " + name);
        }
    }

    /** {@code NAME.ZONE}. */
    Name name() {
        return name;
    }

    /** {@code _tcp.NAME.ZONE}, where nothing stands. */
    Name protocol() {
        return protocol;
    }

    /** {@code _http._tcp.NAME.ZONE}. */
    Name service() {
        return service;
    }

    /** When it last changed, seconds since the epoch. */
    long changedAt() {
        return changedAt;
    }

    /** The service record, or none when no cluster can be reached. */
    List<Record> srv() {
        return srv;
    }

    /** Whether no cluster can be reached. */
    boolean isEmpty() {
        return targets.isEmpty();
    }

    /**
     * The addresses for an asker: those of the cluster that is nearest to its site. An asker whose site is not known gets some of all
     * clusters, in an order that is always the same for its prefix and spreads prefixes over clusters.
     */
    AddressRecords answer(Sites sites, Place place, Prefix asker) {
        if (targets.isEmpty()) {
            return AddressRecords.NONE;
        }
        return place.known() ? records.get(nearest(sites, place.site())) : forStranger(asker);
    }

    private int nearest(Sites sites, int site) {
        Nearest known = nearest;
        if (known.sites != sites) {
            known = new Nearest(sites);
            nearest = known;
        }
        int target = known.bySite.get(site) - 1;
        if (target < 0) {
            target = Ranking.nearest(sites.numbered(site), targets, sites)
                    .map(targets::indexOf)
                    .orElseThrow();
            known.bySite.set(site, target + 1);
        }
        return target;
    }

    private AddressRecords forStranger(Prefix asker) {
        List<Record> a = new ArrayList<>();
        List<Record> aaaa = new ArrayList<>();
        int first = Math.floorMod(Long.hashCode(mixed(asker)), records.size());
        for (int i = 0; i < records.size(); i++) {
            AddressRecords of = records.get((first + i) % records.size());
            add(a, of.a());
            add(aaaa, of.aaaa());
            if (a.size() == MOST_FOR_STRANGERS && aaaa.size() == MOST_FOR_STRANGERS) {
                break;
            }
        }
        return new AddressRecords(a, aaaa);
    }

    private static void add(List<Record> to, List<Record> some) {
        to.addAll(some.subList(0, Math.min(some.size(), MOST_FOR_STRANGERS - to.size())));
    }

    /** Spreads neighbouring prefixes apart (the finalizer of SplitMix64, Steele, Lea and Flood, 2014). */
    private static long mixed(Prefix prefix) {
        long z = prefix.address().high() * 31 + prefix.address().low() * 17 + prefix.length();
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    /** The nearest target of each site by number, plus one; 0 where nobody asked yet. Threads that race work out the same. */
    private static final class Nearest {

        private final Sites sites;
        private final AtomicIntegerArray bySite;

        Nearest(Sites sites) {
            this.sites = sites;
            this.bySite = new AtomicIntegerArray(sites.size());
        }
    }
}
