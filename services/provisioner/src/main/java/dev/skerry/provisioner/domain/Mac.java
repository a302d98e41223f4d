package dev.skerry.provisioner.domain;

import java.util.Locale;
import java.util.regex.Pattern;

/** MAC addresses (EUI-48, IEEE 802) as text. */
public final class Mac {

    private static final Pattern FORM =
            Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}|[0-9a-fA-F]{2}(-[0-9a-fA-F]{2}){5}");

    /** How an address is to be written, for a person who did not. */
    public static final String REMEDY =
            "write six octets in hex, separated by colons or hyphens, such as 52:54:00:00:01:01";

    private Mac() {}

    /**
     * The one way in which an address is written here: six octets in lower-case hex, separated by colons.
     *
     * @param text six octets separated by colons, or by hyphens
     * @throws IllegalArgumentException when it is not that
     */
    public static String canonical(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("'" + text + "' is not a MAC address: " + REMEDY);
        }
        return text.replace('-', ':').toLowerCase(Locale.ROOT);
    }

    /** The six octets of a canonical address. */
    public static byte[] octets(String canonical) {
        byte[] octets = new byte[6];
        for (int i = 0; i < octets.length; i++) {
            octets[i] = (byte) Integer.parseInt(canonical, 3 * i, 3 * i + 2, 16);
        }
        return octets;
    }
}
