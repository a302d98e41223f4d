package dev.skerry.dnsregistry.effect;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.Address.Family;
import dev.skerry.dnsregistry.domain.Prefix;
import java.util.Arrays;
import java.util.Optional;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.WireParseException;

/** The client subnet option of a query (RFC 7871, section 6). */
final class ClientSubnet {

    private static final int FIXED_PART = 4;

    private final byte[] data;
    private final Optional<Prefix> prefix;

    private ClientSubnet(byte[] data, Optional<Prefix> prefix) {
        this.data = data;
        this.prefix = prefix;
    }

    /**
     * Reads the option's data.
     *
     * @throws WireParseException when it must be answered with FORMERR: unknown family, wrong number of octets, bits set beyond the
     *     source prefix length, a scope in a query
     */
    static ClientSubnet read(byte[] data) throws WireParseException {
        if (data.length < FIXED_PART) {
            throw new WireParseException("client subnet: too short");
        }
        int family = (data[0] & 0xFF) << 8 | data[1] & 0xFF;
        int source = data[2] & 0xFF;
        byte[] octets = Arrays.copyOfRange(data, FIXED_PART, data.length);
        if (data[3] != 0) {
            throw new WireParseException("client subnet: a query has no scope");
        }
        if (octets.length != (source + 7) / 8) {
            throw new WireParseException("client subnet: wrong number of octets");
        }
        return switch (family) {
            case 0 -> new ClientSubnet(data, none(source));
            case 1 -> new ClientSubnet(data, prefix(Family.IPV4, source, octets));
            case 2 -> new ClientSubnet(data, prefix(Family.IPV6, source, octets));
            default -> throw new WireParseException("client subnet: unknown family " + family);
        };
    }

    /** Where the client is; empty when it does not want that to be considered (source prefix length 0). */
    Optional<Prefix> prefix() {
        return prefix;
    }

    /**
     * The answer's option: as it was asked, with the scope.
     *
     * @param scope for how many bits of the client's address the answer holds; 0 for every client
     */
    EDNSOption answered(int scope) {
        byte[] echo = data.clone();
        echo[3] = (byte) scope;
        return new GenericEDNSOption(EDNSOption.Code.CLIENT_SUBNET, echo);
    }

    private static Optional<Prefix> none(int source) throws WireParseException {
        if (source != 0) {
            throw new WireParseException("client subnet: an address without family");
        }
        return Optional.empty();
    }

    private static Optional<Prefix> prefix(Family family, int source, byte[] octets) throws WireParseException {
        if (source > family.bits()) {
            throw new WireParseException("client subnet: a source prefix longer than an address");
        }
        if (source == 0) {
            return Optional.empty();
        }
        Address address = Address.of(Arrays.copyOf(octets, family.bits() / 8));
        if (address.family() != family || !address.equals(address.masked(source))) {
            throw new WireParseException("client subnet: bits beyond the source prefix, or a mapped address");
        }
        return Optional.of(new Prefix(address, source));
    }
}
