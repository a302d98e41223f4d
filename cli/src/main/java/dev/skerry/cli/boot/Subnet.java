package dev.skerry.cli.boot;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses (RFC 4632).
 *
 * @param network its first address, as a number
 * @param length of its prefix, 0 to 32
 */
public record Subnet(long network, int length) {

    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/([0-9]{1,2})");
    private static final Pattern ADDRESS = Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
    private static final long ALL = 0xffff_ffffL;
    private static final int BITS = 32;

    /** Reads one. @throws CommandException naming the remedy when it is none */
    public static Subnet of(String text) {
        Matcher cidr = CIDR.matcher(text);
        Optional<Long> first = cidr.matches() ? number(cidr.group(1)) : Optional.empty();
        int length = first.isPresent() ? Integer.parseInt(cidr.group(2)) : BITS + 1;
        if (length > BITS || first.map(at -> (at & ~mask(length)) != 0).orElse(true)) {
            throw new CommandException(
                    ExitCode.USAGE,
                    "\"%s\" is not a block of IPv4 addresses; write its first address and the length, such as 10.1.0.0/16"
                            .formatted(text));
        }
        return new Subnet(first.orElseThrow(), length);
    }

    /** An address as a number. @throws CommandException naming the remedy when it is none */
    public static long address(String text) {
        return number(text)
                .orElseThrow(() -> new CommandException(
                        ExitCode.USAGE, "\"%s\" is not an IPv4 address; write one such as 10.1.0.1".formatted(text)));
    }

    /** An address as it is written. */
    public static String text(long address) {
        return "%d.%d.%d.%d".formatted(address >> 24 & 0xff, address >> 16 & 0xff, address >> 8 & 0xff, address & 0xff);
    }

    /** Whether an address can be a host's here: it is neither the network's own nor the one for all. */
    public boolean holds(long address) {
        return address > network && address < last();
    }

    /** The address for all hosts. */
    public long last() {
        return network | ~mask(length) & ALL;
    }

    public String netmask() {
        return text(mask(length));
    }

    @Override
    public String toString() {
        return text(network) + "/" + length;
    }

    private static long mask(int length) {
        return ALL << (BITS - length) & ALL;
    }

    private static Optional<Long> number(String text) {
        Matcher quad = ADDRESS.matcher(text);
        if (!quad.matches()) {
            return Optional.empty();
        }
        long number = 0;
        for (int i = 1; i <= quad.groupCount(); i++) {
            int octet = Integer.parseInt(quad.group(i));
            if (octet > 255) {
                return Optional.empty();
            }
            number = number << 8 | octet;
        }
        return Optional.of(number);
    }
}
