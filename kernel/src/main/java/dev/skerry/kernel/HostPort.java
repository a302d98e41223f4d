package dev.skerry.kernel;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A host and one of its ports.
 *
 * @param host a name or an address; one of IPv6 without brackets
 * @param port 1 to 65535
 */
public record HostPort(String host, int port) {

    /** What {@link #parse} takes, for a person. */
    public static final String SYNTAX = "HOST or HOST:PORT, an IPv6 address in brackets";

    private static final int LAST_PORT = 65_535;
    private static final Pattern FORM =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]{2,45})]|([A-Za-z0-9](?:[A-Za-z0-9._-]{0,252})))(?::([0-9]{1,5}))?");

    /**
     * Reads one.
     *
     * @param scheme may stand before it, such as ipmi in {@code ipmi://HOST}
     * @param usual the port where none is named
     * @return empty when it is none
     */
    public static Optional<HostPort> parse(String text, String scheme, int usual) {
        String prefix = scheme + "://";
        Matcher form = FORM.matcher(text.startsWith(prefix) ? text.substring(prefix.length()) : text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String port = form.group(3);
        int number = port == null ? usual : Integer.parseInt(port);
        if (number < 1 || number > LAST_PORT) {
            return Optional.empty();
        }
        return Optional.of(new HostPort(form.group(1) == null ? form.group(2) : form.group(1), number));
    }
}
