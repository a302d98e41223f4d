package dev.skerry.dnsregistry.domain;

/**
 * A block of addresses (CIDR, RFC 4632 and RFC 4291, section 2.3).
 *
 * @param address its first; bits after the length are cleared
 * @param length bits, 0 to 32 or 128
 */
public record Prefix(Address address, int length) {

    public Prefix {
        if (length < 0 || length > address.family().bits()) {
            throw new IllegalArgumentException(
                    "a prefix of this family has 0 to " + address.family().bits() + " bits, not " + length);
        }
        address = address.masked(length);
    }

    /** The prefix that is one address. */
    public static Prefix of(Address address) {
        return new Prefix(address, address.family().bits());
    }

    /**
     * Reads {@code 10.1.0.0/16} or {@code 2001:db8::/32}.
     *
     * @throws IllegalArgumentException when it is anything else
     */
    public static Prefix parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || !text.substring(slash + 1).matches("\\d{1,3}")) {
            throw new IllegalArgumentException("not a prefix such as 10.1.0.0/16: " + text);
        }
        return new Prefix(Address.parse(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
    }
}
