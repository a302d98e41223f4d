package dev.skerry.dnsregistry.wire;

import dev.skerry.catalogue.Topics;
import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.NameEvent;
import dev.skerry.dnsregistry.domain.NameInput;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.domain.Target;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.runtime.Wire;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadGone;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.dns.RecordState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** The names' decider on Kafka: workload events in; record events and the published record out. */
public final class RecordWire implements Wire<NameState, NameInput, NameEvent> {

    /** The longest name within the zone, characters: with the zone's at most 100 and a service's labels it stays below 255 octets. */
    static final int LONGEST_NAME = 128;

    private static final Pattern LABELS =
            Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*");

    /** The zone's own name server. */
    private static final Set<String> RESERVED = Set.of("ns1");

    /** The name that a workload event is about, in lower case; empty when the app is to have none. */
    public static String nameOf(Received received) {
        DnsName dns = switch (received.record()) {
            case WorkloadAvailable available -> available.getDns();
            case WorkloadGone gone -> gone.getDns();
            default -> null;
        };
        return dns == null ? "" : canonical(dns.getName());
    }

    @Override
    public Optional<NameInput> input(Received received) {
        return switch (received.record()) {
            case WorkloadAvailable a -> Optional.ofNullable(a.getDns()).map(dns -> available(a, dns));
            case WorkloadGone g -> Optional.of(new NameInput.Gone(g.getApp(), g.getClusterId()));
            default -> Optional.empty();
        };
    }

    @Override
    public NameInput woken() {
        return new NameInput.Woken();
    }

    @Override
    public List<Outgoing> outgoing(NameEvent event, NameState after) {
        return switch (event) {
            case NameEvent.Changed c ->
                List.of(Outgoing.publish(
                        Topics.RECORD_EVENTS,
                        c.name(),
                        new RecordChanged(
                                c.name(),
                                c.app(),
                                c.port(),
                                c.ttlSeconds(),
                                c.targets().stream().map(RecordWire::target).toList(),
                                c.withdrawn())));
            case NameEvent.ClaimRefused r ->
                List.of(Outgoing.refuse(
                        "dns.name",
                        "the name %s belongs to %s, so %s cannot have it: give one of them another name, or remove %s first"
                                .formatted(r.name(), r.owner(), r.claimant(), r.owner())));
        };
    }

    @Override
    public List<Entry> changed(String key, NameState after, List<NameEvent> events) {
        RecordState record = record(after);
        return record == null || events.stream().noneMatch(NameEvent.Changed.class::isInstance)
                ? List.of()
                : List.of(Entry.published("", record, Topics.RECORD_STATE, key));
    }

    @Override
    public NameState restored(String key, List<SpecificRecord> entries) {
        return ZoneWire.name((RecordState) entries.getFirst());
    }

    private static @Nullable RecordState record(NameState state) {
        return switch (state) {
            case NameState.Unclaimed _ -> null;
            case NameState.Vacant v ->
                new RecordState(v.name(), v.app(), v.port(), v.ttlSeconds(), List.of(), v.changedAt());
            case NameState.Answering a ->
                new RecordState(
                        a.name(),
                        a.app(),
                        a.port(),
                        a.ttlSeconds(),
                        a.targets().values().stream().map(RecordWire::target).toList(),
                        a.changedAt());
        };
    }

    private static dev.skerry.schemas.dns.Target target(Target target) {
        return new dev.skerry.schemas.dns.Target(target.clusterId(), target.site(), target.addresses());
    }

    private static NameInput available(WorkloadAvailable record, DnsName dns) {
        String name = canonical(dns.getName());
        require(
                name.length() <= LONGEST_NAME && LABELS.matcher(name).matches(),
                "dns.name: " + dns.getName() + " is not a name within the zone: use letters, digits and hyphens, "
                        + "such as shop, at most " + LONGEST_NAME + " characters");
        require(
                !RESERVED.contains(name),
                "dns.name: " + name + " belongs to the zone's name server: choose another name");
        require(
                dns.getPort() >= 1 && dns.getPort() <= 65535,
                "dns.port: " + dns.getPort() + " is not a TCP port: use 1 to 65535");
        require(dns.getTtlSeconds() >= 0, "dns.ttlSeconds: " + dns.getTtlSeconds() + " is negative: use 0 or more");
        require(!record.getClusterId().isEmpty(), "clusterId: is empty: name the cluster");
        record.getAddresses().forEach(RecordWire::requireHost);
        return new NameInput.Available(
                record.getApp(),
                dns.getPort(),
                dns.getTtlSeconds(),
                new Target(record.getClusterId(), record.getSite(), record.getAddresses()));
    }

    private static void requireHost(String text) {
        require(
                address(text).isOfHost(),
                "addresses: " + text + " is not the address of a host: report where the cluster takes requests in");
    }

    private static Address address(String text) {
        try {
            return Address.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("addresses: " + text + " is not an IPv4 or IPv6 address: report one", e);
        }
    }

    private static void require(boolean fulfilled, String otherwise) {
        if (!fulfilled) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    private static String canonical(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
