package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.Refused;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Labels follow the syntax of Kubernetes, for they end up on clusters and in selectors: a key is a name of at most 63 characters,
 * with an optional DNS prefix and a slash before it; a value is such a name or empty.
 */
final class Labels {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final int LONGEST_PREFIX = 253;

    private Labels() {}

    /** A copy in the order of the keys, so that it is always written the same. */
    static Map<String, String> copy(Map<String, String> labels) {
        return Collections.unmodifiableMap(new TreeMap<>(labels));
    }

    static Optional<Refused> fault(Map<String, String> labels) {
        return copy(labels).entrySet().stream()
                .filter(label -> !isKey(label.getKey()) || !isValue(label.getValue()))
                .map(label -> new Refused(
                        "labels",
                        "label %s=%s is malformed: key and value are at most 63 letters, digits, '-', '_' and '.', beginning and"
                                        .formatted(label.getKey(), label.getValue())
                                + " ending with a letter or digit; the key may have a DNS name and '/' before it"))
                .findFirst();
    }

    private static boolean isKey(String key) {
        int slash = key.indexOf('/');
        return slash < 0
                ? NAME.matcher(key).matches()
                : slash <= LONGEST_PREFIX
                        && DnsLabels.isPath(key.substring(0, slash), '.')
                        && NAME.matcher(key.substring(slash + 1)).matches();
    }

    private static boolean isValue(String value) {
        return value.isEmpty() || NAME.matcher(value).matches();
    }
}
