package dev.skerry.inventory.domain;

import java.util.Arrays;
import java.util.regex.Pattern;

/** The syntax of DNS labels: RFC 1123, section 2.1, with RFC 1035's bound of 63 characters; lower case only. */
final class DnsLabels {

    /** For a person who wrote another thing. */
    static final String SYNTAX = "1 to 63 lower-case letters, digits and hyphens, with no hyphen first or last";

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    private DnsLabels() {}

    static boolean isLabel(String text) {
        return LABEL.matcher(text).matches();
    }

    /** Whether it is one label or several with a separator between them. */
    static boolean isPath(String text, char separator) {
        return Arrays.stream(text.split(Pattern.quote(String.valueOf(separator)), -1))
                .allMatch(DnsLabels::isLabel);
    }
}
