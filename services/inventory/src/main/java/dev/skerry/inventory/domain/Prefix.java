package dev.skerry.inventory.domain;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A CIDR block (IPv4: RFC 4632; IPv6: RFC 4291, section 2.3) in a form that does not depend on how it was written.
 *
 * @param network the address in hex: 8 digits for IPv4, 32 for IPv6
 * @param length bits that count: 0 to 32, or 0 to 128
 */
record Prefix(String network, int length) {

    private static final Pattern V4 =
            Pattern.compile("((?:0|[1-9][0-9]{0,2})(?:\\.(?:0|[1-9][0-9]{0,2})){3})/(0|[1-9][0-9]?)");
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)/(0|[1-9][0-9]{0,2})");

    /** Empty when it is malformed, a bit beyond the length is set, or an IPv4 block is written as IPv6. */
    static Optional<Prefix> parsed(String text) {
        return parsed(V4.matcher(text), true).or(() -> parsed(V6.matcher(text), false));
    }

    private static Optional<Prefix> parsed(Matcher matcher, boolean v4) {
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(matcher.group(1));
            byte[] octets = address.getAddress();
            int length = Integer.parseInt(matcher.group(2));
            boolean sound = address instanceof Inet4Address == v4 && length <= octets.length * 8;
            return sound && isClearAfter(octets, length)
                    ? Optional.of(new Prefix(HexFormat.of().formatHex(octets), length))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static boolean isClearAfter(byte[] octets, int length) {
        for (int bit = length; bit < octets.length * 8; bit++) {
            if ((octets[bit / 8] & (0x80 >> (bit % 8))) != 0) {
                return false;
            }
        }
        return true;
    }
}
