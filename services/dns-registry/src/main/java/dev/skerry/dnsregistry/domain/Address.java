package dev.skerry.dnsregistry.domain;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

/**
 * An IP address as bits. An IPv6 address that maps an IPv4 one (RFC 4291, section 2.5.5.2) is that IPv4 address.
 *
 * @param family which of the two
 * @param high the first 64 bits; an IPv4 address stands in the upper 32 of them
 * @param low the last 64 bits; 0 for IPv4
 */
public record Address(Family family, long high, long low) {

    /** The two families, each with the length of its addresses. */
    public enum Family {
        IPV4(32),
        IPV6(128);

        private final int bits;

        Family(int bits) {
            this.bits = bits;
        }

        /** The length of an address, bits. */
        public int bits() {
            return bits;
        }
    }

    private static final Pattern DOTTED = Pattern.compile("(?:(?:0|[1-9]\\d{0,2})(?:\\.(?!$)|$)){4}");

    /**
     * Reads the usual text: four decimal numbers without leading zeros, or RFC 4291, section 2.2. Asks no name server.
     *
     * @throws IllegalArgumentException when it is anything else, a scoped address included
     */
    public static Address parse(String text) {
        boolean dotted = DOTTED.matcher(text).matches();
        boolean colons = text.indexOf(':') >= 0 && text.indexOf('%') < 0 && text.indexOf('[') < 0;
        if (dotted || colons) {
            try {
                return of(InetAddress.ofLiteral(text).getAddress());
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("not an IP address: " + text, e);
            }
        }
        throw new IllegalArgumentException("not an IP address: " + text);
    }

    /** Takes 4 or 16 bytes in network order. */
    public static Address of(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        return switch (bytes.length) {
            case 4 -> new Address(Family.IPV4, (long) in.getInt() << 32, 0);
            case 16 -> {
                long high = in.getLong();
                long low = in.getLong();
                yield high == 0 && low >>> 32 == 0xFFFF
                        ? new Address(Family.IPV4, low << 32, 0)
                        : new Address(Family.IPV6, high, low);
            }
            default -> throw new IllegalArgumentException("an IP address has 4 or 16 bytes, not " + bytes.length);
        };
    }

    /** 4 or 16 bytes in network order. */
    public byte[] bytes() {
        return switch (family) {
            case IPV4 -> ByteBuffer.allocate(4).putInt((int) (high >>> 32)).array();
            case IPV6 -> ByteBuffer.allocate(16).putLong(high).putLong(low).array();
        };
    }

    /** One bit, counted from the most significant, from 0. */
    public boolean bit(int index) {
        return index < 64 ? (high >>> (63 - index) & 1) != 0 : (low >>> (127 - index) & 1) != 0;
    }

    /** This address with all bits after the first {@code length} cleared. */
    public Address masked(int length) {
        return new Address(family, high & mask(length), low & mask(length - 64));
    }

    /** Whether a host can be reached under it: neither unspecified nor multicast nor broadcast. */
    public boolean isOfHost() {
        boolean unspecified = high == 0 && low == 0;
        return !unspecified
                && switch (family) {
                    case IPV4 -> high >>> 60 != 0xE && high >>> 32 != 0xFFFF_FFFFL;
                    case IPV6 -> high >>> 56 != 0xFF;
                };
    }

    private static long mask(int length) {
        return length <= 0 ? 0 : length >= 64 ? -1L : -1L << (64 - length);
    }
}
