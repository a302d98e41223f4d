package dev.skerry.inventory.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** MAC addresses (IEEE 802, EUI-48) in the one form that is kept: six octets in lower-case hex, separated by colons. */
public final class Mac {

    private static final Pattern COLONS = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern HYPHENS = Pattern.compile("[0-9a-f]{2}(-[0-9a-f]{2}){5}");
    private static final String NOTHING = "00:00:00:00:00:00";

    private Mac() {}

    /**
     * The kept form of an address that is written with colons or hyphens, in either case.
     *
     * @return empty when it is malformed or names no single interface: all zero, or a group address
     */
    public static Optional<String> normalised(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!COLONS.matcher(lower).matches() && !HYPHENS.matcher(lower).matches()) {
            return Optional.empty();
        }
        String mac = lower.replace('-', ':');
        boolean group = (Integer.parseInt(mac.substring(0, 2), 16) & 1) == 1;
        return group || mac.equals(NOTHING) ? Optional.empty() : Optional.of(mac);
    }

    /** The name of a machine to which nobody gave one: a DNS label. */
    static String defaultName(String mac) {
        return "m-" + mac.replace(":", "");
    }
}
