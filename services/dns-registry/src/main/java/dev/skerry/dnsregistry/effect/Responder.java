package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.Prefix;
import dev.skerry.dnsregistry.domain.Sites.Place;
import dev.skerry.dnsregistry.effect.Incoming.Edns;
import dev.skerry.dnsregistry.effect.Incoming.Ignored;
import dev.skerry.dnsregistry.effect.Incoming.Query;
import dev.skerry.dnsregistry.effect.Incoming.Rejected;
import dev.skerry.dnsregistry.effect.ZoneIndex.Node;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.DClass;
import org.xbill.DNS.HINFORecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * Answers messages with authority over one zone (RFC 1034, section 4.3.2, without delegations). A pure function of the index, the
 * message and the address that it came from.
 */
final class Responder {

    /** The first of the types that are not data but ask for something else (RFC 6895, section 3.1). */
    private static final int FIRST_META_TYPE = 128;

    private static final int LAST_META_TYPE = 255;

    private final Zone zone;

    Responder(Zone zone) {
        this.zone = zone;
    }

    /**
     * Answers one message.
     *
     * @param client the address that it came from
     * @return empty when it gets no answer
     */
    Optional<Reply> answer(ZoneIndex index, byte[] message, Address client, Transport transport) {
        return switch (QueryReader.read(message)) {
            case Ignored _ -> Optional.empty();
            case Rejected rejected -> Optional.of(Reply.to(rejected));
            case Query query -> Optional.of(Reply.to(query, content(index, query, client), transport));
        };
    }

    private Content content(ZoneIndex index, Query query, Address client) {
        Name name = query.question().name();
        int type = query.question().type();
        if (type == Type.AXFR || type == Type.IXFR) {
            return Content.error(Rcode.REFUSED);
        }
        if (type >= FIRST_META_TYPE && type < LAST_META_TYPE) {
            return Content.error(Rcode.NOTIMP);
        }
        if (query.question().dclass() != DClass.IN || !name.subdomain(zone.origin())) {
            return Content.error(Rcode.REFUSED);
        }
        if (!index.complete()) {
            return Content.error(Rcode.SERVFAIL);
        }
        Node node = index.at(name);
        if (node == null) {
            return Content.negative(Rcode.NXDOMAIN, index.negativeSoa(), 0);
        }
        Content content = switch (node) {
            case Node.Apex _ -> apex(index, type);
            case Node.Server _ -> addresses(zone.serverAddresses(), type, 0);
            case Node.Between _ -> Content.NOTHING;
            case Node.App app -> app(index, app.name(), type, Asker.of(query, client));
            case Node.Service service -> service(index, service.name(), type, Asker.of(query, client));
        };
        if (!content.answer().isEmpty()) {
            return content;
        }
        return type == Type.ANY && !(node instanceof Node.Between) && !isVacant(node)
                ? any(name)
                : Content.negative(Rcode.NOERROR, index.negativeSoa(), content.scope());
    }

    private Content apex(ZoneIndex index, int type) {
        return switch (type) {
            case Type.SOA -> Content.of(List.of(index.soa()), List.of(), 0);
            case Type.NS ->
                Content.of(List.of(zone.ns()), zone.serverAddresses().all(), 0);
            default -> Content.NOTHING;
        };
    }

    private static Content app(ZoneIndex index, ServedName name, int type, Asker asker) {
        if (type != Type.A && type != Type.AAAA || name.isEmpty()) {
            return Content.NOTHING;
        }
        Place place = index.sites().locate(asker.prefix());
        return addresses(name.answer(index.sites(), place, asker.prefix()), type, asker.scope(place));
    }

    /** The service record is the same for everyone; the addresses beside it are the asker's, and so is the scope. */
    private static Content service(ZoneIndex index, ServedName name, int type, Asker asker) {
        if (type != Type.SRV || name.isEmpty()) {
            return Content.NOTHING;
        }
        Place place = index.sites().locate(asker.prefix());
        AddressRecords addresses = name.answer(index.sites(), place, asker.prefix());
        return Content.of(name.srv(), addresses.all(), asker.scope(place));
    }

    private static Content addresses(AddressRecords records, int type, int scope) {
        List<Record> answer = switch (type) {
            case Type.A -> records.a();
            case Type.AAAA -> records.aaaa();
            default -> List.of();
        };
        return Content.of(answer, List.of(), scope);
    }

    private boolean isVacant(Node node) {
        return switch (node) {
            case Node.App app -> app.name().isEmpty();
            case Node.Service service -> service.name().isEmpty();
            case Node.Server _ -> zone.serverAddresses().isEmpty();
            case Node.Apex _, Node.Between _ -> false;
        };
    }

    /** One small record instead of all there are (RFC 8482, section 4.2). */
    private static Content any(Name name) {
        return Content.of(List.of(new HINFORecord(name, DClass.IN, Zone.OWN_TTL, "RFC8482", "")), List.of(), 0);
    }

    /** Where an asker is: what its resolver says of it, or else the resolver itself. */
    private record Asker(Prefix prefix, boolean told) {

        static Asker of(Query query, Address client) {
            Optional<Prefix> said = query.edns().flatMap(Edns::subnet).flatMap(ClientSubnet::prefix);
            return new Asker(said.orElseGet(() -> Prefix.of(client)), said.isPresent());
        }

        int scope(Place place) {
            return told ? place.scope() : 0;
        }
    }
}
