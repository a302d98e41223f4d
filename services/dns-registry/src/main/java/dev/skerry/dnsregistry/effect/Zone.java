package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.TextParseException;

/** What is in the zone whatever the fleet does: its apex and its name server. */
final class Zone {

    /** How long a name that does not exist, or has no such record, may be remembered (RFC 2308): seconds. */
    static final long NEGATIVE_TTL = 5;

    /** Of the zone's own records, seconds. */
    static final long OWN_TTL = 300;

    private static final int LONGEST = 100;
    private static final long REFRESH = 3600;
    private static final long RETRY = 600;
    private static final long EXPIRE = 604800;

    private final Name origin;
    private final Name server;
    private final Name contact;
    private final AddressRecords serverAddresses;
    private final NSRecord ns;

    /**
     * @param zone an absolute name such as {@code edge.skerry.test.}, at most 100 characters
     * @param addresses where its name server is reached
     * @throws IllegalArgumentException naming the setting when the zone is not such a name
     */
    Zone(String zone, List<Address> addresses) {
        try {
            origin = Name.fromString(zone, Name.root);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("skerry.dns.zone: not a domain name: " + zone, e);
        }
        if (origin.labels() < 2 || zone.length() > LONGEST) {
            throw new IllegalArgumentException(
                    "skerry.dns.zone: must have a label and at most " + LONGEST + " characters: " + zone);
        }
        server = within("ns1");
        contact = within("hostmaster");
        serverAddresses = AddressRecords.of(server, OWN_TTL, addresses);
        ns = new NSRecord(origin, DClass.IN, OWN_TTL, server);
    }

    /** The apex. */
    Name origin() {
        return origin;
    }

    /** The name server's name. */
    Name server() {
        return server;
    }

    /** The name server's addresses, the glue of the delegation. */
    AddressRecords serverAddresses() {
        return serverAddresses;
    }

    Record ns() {
        return ns;
    }

    /** The start of authority as an answer. */
    Record soa(long serial) {
        return soa(serial, OWN_TTL);
    }

    /** The start of authority as it stands in a negative answer: its TTL is the smaller of its own and its minimum (RFC 2308, section 3). */
    Record negativeSoa(long serial) {
        return soa(serial, Math.min(OWN_TTL, NEGATIVE_TTL));
    }

    /** An absolute name. @throws IllegalArgumentException when it is none */
    Name within(String relative) {
        try {
            return Name.fromString(relative, origin);
        } catch (TextParseException e) {
            throw new IllegalArgumentException("not a name within " + origin + ": " + relative, e);
        }
    }

    /** A name below another. @throws IllegalArgumentException when it would be too long */
    static Name below(String label, Name parent) {
        try {
            return Name.concatenate(Name.fromConstantString(label), parent);
        } catch (NameTooLongException e) {
            throw new IllegalArgumentException("too long with " + label + ": " + parent, e);
        }
    }

    private Record soa(long serial, long ttl) {
        return new SOARecord(origin, DClass.IN, ttl, server, contact, serial, REFRESH, RETRY, EXPIRE, NEGATIVE_TTL);
    }
}
