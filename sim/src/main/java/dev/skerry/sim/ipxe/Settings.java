package dev.skerry.sim.ipxe;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** Expands {@code ${scope/name:type}}, innermost first. What is not set expands to nothing, as in iPXE. */
final class Settings {

    private final Firmware firmware;
    private final Map<String, String> set = new HashMap<>();

    Settings(Firmware firmware) {
        this.firmware = firmware;
    }

    void set(String name, String value) {
        set.put(untyped(unscoped(name)), value);
    }

    /** Adds to a whole number; what is not set, or is none, counts as 0. @return false when the sum is no 32-bit number */
    boolean increase(String name, int by) {
        String value = set.getOrDefault(untyped(unscoped(name)), "");
        long sum = (value.matches("-?\\d{1,10}") ? Long.parseLong(value) : 0) + by;
        set(name, Long.toString(sum));
        return sum == (int) sum;
    }

    void clear(String name) {
        set.remove(untyped(unscoped(name)));
    }

    String expand(String text) {
        var out = new StringBuilder(text);
        while (true) {
            int start = out.lastIndexOf("${");
            int end = start < 0 ? -1 : out.indexOf("}", start);
            if (end < 0) {
                return out.toString();
            }
            out.replace(start, end + 1, value(out.substring(start + 2, end)));
        }
    }

    private String value(String reference) {
        int colon = reference.lastIndexOf(':');
        String name = unscoped(colon < 0 ? reference : reference.substring(0, colon));
        String type = colon < 0 ? "" : reference.substring(colon + 1);
        String value = set.getOrDefault(name, firmware.setting(name).orElse(""));
        return switch (type) {
            case "hexhyp" -> value.replace(':', '-');
            case "hexraw" -> value.replace(":", "");
            case "uristring" -> URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
            default -> value;
        };
    }

    private static String unscoped(String name) {
        return name.substring(name.lastIndexOf('/') + 1);
    }

    private static String untyped(String name) {
        int colon = name.indexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }
}
