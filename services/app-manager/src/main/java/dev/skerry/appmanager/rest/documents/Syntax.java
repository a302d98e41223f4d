package dev.skerry.appmanager.rest.documents;

import dev.skerry.kernel.HostPort;
import dev.skerry.runtime.Problem;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The forms that texts in documents must have. Each check gives back the form that is kept. */
public final class Syntax {

    private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");
    private static final Pattern KEY_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");
    private static final Pattern DOMAIN = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");
    private static final Pattern ENVIRONMENT = Pattern.compile("[A-Za-z_][A-Za-z0-9_.-]{0,252}");
    private static final Pattern IMAGE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/@-]{0,511}");
    private static final Pattern REFERENCE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");
    private static final Pattern QUAD =
            Pattern.compile("(25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(25[0-5]|2[0-4]\\d|1?\\d?\\d)){3}");
    private static final Pattern VERSION =
            Pattern.compile("v\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}(-[0-9a-z.]+)?(\\+[0-9a-z.]+)?");
    private static final Pattern BOOT_FILE =
            Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");
    private static final Pattern BOOT_URL =
            Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~:/?#!()*+,;=%&-]*)?");
    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern DISK_TEXT = Pattern.compile("[A-Za-z0-9._:+/-]{1,128}");
    private static final int DEEPEST_REGION = 8;
    private static final int IPMI_PORT = 623;
    private static final int HTTP_PORT = 80;
    private static final int HTTPS_PORT = 443;

    private Syntax() {}

    /** A DNS label (RFC 1123): what sites, machines, clusterings, tenants and apps are called. */
    public static String label(String path, String value) {
        return matching(LABEL, path, value, "write a DNS label: 1 to 63 of a-z, 0-9 and -, not - at an end");
    }

    /** A MAC address with colons or hyphens; kept in lower case with colons. */
    public static String mac(String path, String value) {
        String mac = value.toLowerCase(Locale.ROOT).replace('-', ':');
        if (!MAC.matcher(mac).matches()) {
            throw Problem.field(
                    path,
                    quoted(value) + " is not a MAC address",
                    "write six octets in hex, such as 52:54:00:00:01:01");
        }
        if ((Integer.parseInt(mac, 0, 2, 16) & 1) == 1 || mac.equals("00:00:00:00:00:00")) {
            throw Problem.field(
                    path, mac + " is a group address or empty", "write the address that is printed on the machine");
        }
        return mac;
    }

    /** The form in which a MAC address is kept, or empty for what is none. */
    public static Optional<String> asMac(String value) {
        String mac = value.toLowerCase(Locale.ROOT).replace('-', ':');
        return MAC.matcher(mac).matches() ? Optional.of(mac) : Optional.empty();
    }

    /** A region path such as emea/dk/copenhagen. */
    public static String region(String path, String value) {
        String[] parts = value.split("/", -1);
        for (String part : parts) {
            if (!LABEL.matcher(part).matches() || parts.length > DEEPEST_REGION) {
                throw Problem.field(
                        path,
                        quoted(value) + " is not a region path",
                        "write 1 to 8 DNS labels with / between them, from the widest to the narrowest, such as emea/dk/copenhagen");
            }
        }
        return value;
    }

    /** An address block in CIDR notation (RFC 4632, RFC 4291) without bits beyond the prefix. */
    public static String cidr(String path, String value) {
        int slash = value.indexOf('/');
        Optional<InetAddress> address = slash < 0 ? Optional.empty() : address(value.substring(0, slash));
        String length = slash < 0 ? "" : value.substring(slash + 1);
        if (address.isEmpty() || !length.matches("\\d{1,3}")) {
            throw Problem.field(
                    path,
                    quoted(value) + " is not a CIDR block",
                    "write address/length, such as 10.1.0.0/16 or 2001:db8::/48");
        }
        byte[] octets = address.get().getAddress();
        int bits = Integer.parseInt(length);
        if (bits > octets.length * 8) {
            throw Problem.field(
                    path, quoted(value) + " has too long a prefix", "write a length of 0 to " + octets.length * 8);
        }
        for (int bit = bits; bit < octets.length * 8; bit++) {
            if ((octets[bit / 8] >> (7 - bit % 8) & 1) == 1) {
                throw Problem.field(
                        path, quoted(value) + " has bits beyond its prefix", "write the first address of the block");
            }
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** An IPv4 or IPv6 address. */
    public static String ip(String path, String value) {
        if (address(value).isEmpty()) {
            throw Problem.field(path, quoted(value) + " is not an IP address", "write an IPv4 or IPv6 address");
        }
        return value.toLowerCase(Locale.ROOT);
    }

    /** A literal without a zone; never asks a name server. */
    private static Optional<InetAddress> address(String text) {
        boolean four = QUAD.matcher(text).matches();
        if (!four && (!text.contains(":") || !text.matches("[0-9A-Fa-f:.]{2,45}"))) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.ofLiteral(text);
            boolean mapped = !four && address.getAddress().length == 4;
            return mapped ? Optional.empty() : Optional.of(address);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A label's key as Kubernetes takes it: an optional DNS prefix, a slash, a name of at most 63 characters. */
    public static String labelKey(String path, String value) {
        int slash = value.lastIndexOf('/');
        boolean prefixed =
                slash < 0 || DOMAIN.matcher(value.substring(0, slash)).matches();
        if (!prefixed || !KEY_NAME.matcher(value.substring(slash + 1)).matches()) {
            throw Problem.field(
                    path,
                    quoted(value) + " is not a label's key",
                    "write at most 63 letters, digits, -, _ and ., where wanted after a DNS prefix and /");
        }
        return value;
    }

    /** A label's key that a person may set: {@code skerry.dev/} is ours. */
    public static String ownLabelKey(String path, String value) {
        if (value.startsWith("skerry.dev/")) {
            throw Problem.field(path, "labels below skerry.dev/ are set by Skerry", "choose another prefix");
        }
        return labelKey(path, value);
    }

    /** A label's value as Kubernetes takes it. */
    public static String labelValue(String path, String value) {
        return value.isEmpty()
                ? value
                : matching(KEY_NAME, path, value, "write at most 63 letters, digits, -, _ and ., or nothing");
    }

    /** A name of an environment variable. */
    public static String environment(String path, String value) {
        return matching(ENVIRONMENT, path, value, "write letters, digits, _, - and ., no digit first");
    }

    /** An OCI image reference. */
    public static String image(String path, String value) {
        return matching(IMAGE, path, value, "write an image reference, such as registry.example/shop:1.0");
    }

    /** The name of credentials in the secrets folder. */
    public static String credentials(String path, String value) {
        return matching(
                REFERENCE, path, value, "write the name of a folder below bmc/ in the secrets folder, never a value");
    }

    /** A path below the boot files, or where that is taken an http or https URL that a boot script can hold. */
    public static String bootFile(String path, String value, boolean orUrl) {
        return orUrl && BOOT_URL.matcher(value).matches()
                ? value
                : matching(
                        BOOT_FILE,
                        path,
                        value,
                        "write a path below the boot files, such as debian/disk.raw.gz"
                                + (orUrl ? ", or an http or https URL without user and password" : ""));
    }

    /** A SHA-256. */
    public static String sha256(String path, String value) {
        return matching(
                SHA256,
                path,
                value.toLowerCase(Locale.ROOT),
                "write the 64 hex digits that sha256sum says of the file as it is served");
    }

    /** What is told of a disk by its facts, as a kernel's argument takes it. */
    public static String diskText(String path, String value) {
        return matching(
                DISK_TEXT,
                path,
                value,
                "write it as the machine's facts have it, of letters, digits and ._:+/-, or choose the disk otherwise");
    }

    /** A text that is not longer than so many characters. */
    public static String atMost(int characters, String path, String value) {
        if (value.length() > characters) {
            throw Problem.field(
                    path, "has " + value.length() + " characters", "write at most " + characters + " characters");
        }
        return value;
    }

    /** A version such as v1.36.3+k3s1. */
    public static String version(String path, String value) {
        return matching(VERSION, path, value, "write a version such as v1.36.3+k3s1");
    }

    /** An http or https URL with a host. */
    public static String url(String path, String value) {
        try {
            URI uri = new URI(value);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (http && uri.getHost() != null && uri.getUserInfo() == null) {
                return value;
            }
        } catch (URISyntaxException e) {
            throw notUrl(path, value);
        }
        throw notUrl(path, value);
    }

    /** Where IPMI answers. */
    public static String ipmi(String path, String value) {
        if (HostPort.parse(value, "ipmi", IPMI_PORT).isEmpty()) {
            throw Problem.field(
                    path,
                    quoted(value) + " is not where IPMI answers",
                    "write " + HostPort.SYNTAX + ", without a user or password");
        }
        return value;
    }

    /** Where a Redfish service answers; as a URL without a path. */
    public static String redfish(String path, String value) {
        String scheme = value.startsWith("http://") ? "http" : "https";
        int usual = scheme.equals("http") ? HTTP_PORT : HTTPS_PORT;
        return HostPort.parse(value, scheme, usual)
                .map(at -> scheme + "://" + (at.host().contains(":") ? "[" + at.host() + "]" : at.host())
                        + (at.port() == usual ? "" : ":" + at.port()))
                .filter(Syntax::hasHost)
                .orElseThrow(() -> Problem.field(
                        path,
                        quoted(value) + " is no address of a Redfish controller",
                        value.startsWith("ipmi:")
                                ? "IPMI does not tell the MACs of a machine: apply a document with them and this address"
                                : "write " + HostPort.SYNTAX
                                        + ", with https:// or http:// before it where that is meant, nothing behind"));
    }

    private static boolean hasHost(String url) {
        try {
            return new URI(url).getHost() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static Problem notUrl(String path, String value) {
        return Problem.field(
                path,
                quoted(value) + " is not a URL",
                "write the system's URL without a password, such as https://10.0.0.9/redfish/v1/Systems/1");
    }

    private static String matching(Pattern pattern, String path, String value, String remedy) {
        if (!pattern.matcher(value).matches()) {
            throw Problem.field(path, quoted(value) + " is not allowed here", remedy);
        }
        return value;
    }

    private static String quoted(String value) {
        String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
        return "\"" + shown + "\"";
    }
}
