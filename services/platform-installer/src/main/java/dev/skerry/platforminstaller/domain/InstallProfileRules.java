package dev.skerry.platforminstaller.domain;

import dev.skerry.platforminstaller.domain.FleetEvent.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What an install profile must be like. Each refusal names the field and the remedy. */
final class InstallProfileRules {

    private static final int LONGEST_USER_DATA = 16 << 10;

    private static final Pattern DNS_LABEL = Pattern.compile("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    private static final Pattern PATH = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*");

    /** What an iPXE script and a kernel's arguments take as one word: no space, no {@code $}, no {@code |}. */
    private static final Pattern URL =
            Pattern.compile("https?://[A-Za-z0-9.:\\[\\]-]+(/[A-Za-z0-9._~:/?#!()*+,;=%&-]*)?");

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern DISK = Pattern.compile("[A-Za-z0-9._:+/-]{0,128}");
    private static final Pattern ABSOLUTE = Pattern.compile("(/[^/]+)+");

    /** What the platform says of a node's name and of how it reports. */
    private static final Set<String> RESERVED_KEYS = Set.of(
            "hostname", "fqdn", "prefer_fqdn_over_hostname", "preserve_hostname", "manage_etc_hosts", "phone_home");

    private static final List<String> RESERVED_PATHS =
            List.of("/etc/skerry", "/etc/rancher", "/var/lib/rancher", "/usr/local/bin/skerry-join");

    private final List<Refused> refusals = new ArrayList<>();

    private InstallProfileRules() {}

    /** All that is wrong with a profile. @param userData its user data, parsed */
    static List<Refused> check(InstallProfile profile, Map<String, Object> userData) {
        InstallProfileRules rules = new InstallProfileRules();
        rules.checkFiles(profile);
        rules.checkDisk(profile.disk());
        rules.checkUserData(profile.userData(), userData);
        return List.copyOf(rules.refusals);
    }

    private void checkFiles(InstallProfile p) {
        require(
                DNS_LABEL.matcher(p.name()).matches(),
                "name",
                "\"" + p.name() + "\" is not a DNS label: use lower-case letters, digits and hyphens");
        require(
                Set.of("", "x86_64", "aarch64").contains(p.architecture()),
                "architecture",
                "\"" + p.architecture() + "\" is unknown: use x86_64, aarch64 or leave it empty");
        Stream.of(Map.entry("kernel", p.kernel()), Map.entry("initrd", p.initrd()))
                .forEach(file -> require(
                        file.getValue().isEmpty()
                                || PATH.matcher(file.getValue()).matches(),
                        file.getKey(),
                        "is not a path below the boot files: write one such as debian/vmlinuz, or leave it empty"));
        boolean url = URL.matcher(p.image()).matches();
        require(
                url || PATH.matcher(p.image()).matches(),
                "image",
                "is neither a path below the boot files nor an http or https URL without user and password: write one such"
                        + " as debian/disk.raw.gz");
        require(
                SHA256.matcher(p.imageSha256()).matches() || (p.imageSha256().isEmpty() && !url),
                "imageSha256",
                url && p.imageSha256().isEmpty()
                        ? "is missing: what a URL serves is known by its SHA-256, give what sha256sum says of the file"
                        : "is not a SHA-256: write 64 hex digits in lower case");
    }

    private void checkDisk(InstallProfile.DiskSelector disk) {
        Stream.of(
                        Map.entry("disk.serial", disk.serial()),
                        Map.entry("disk.name", disk.name()),
                        Map.entry("disk.wwn", disk.wwn()))
                .forEach(text -> require(
                        DISK.matcher(text.getValue()).matches(),
                        text.getKey(),
                        "has a character that a kernel's argument does not take: write letters, digits, and ._:+/- as the"
                                + " machine's facts have it, or choose the disk otherwise"));
        require(disk.minBytes() >= 0, "disk.minBytes", "is " + disk.minBytes() + ": must be at least 0");
        require(
                disk.maxBytes() == 0 || disk.maxBytes() >= Math.max(1, disk.minBytes()),
                "disk.maxBytes",
                "is " + disk.maxBytes() + ", less than minBytes: no disk could fit");
    }

    private void checkUserData(String text, Map<String, Object> userData) {
        require(
                text.length() <= LONGEST_USER_DATA,
                "userData",
                "has " + text.length() + " characters: write at most " + LONGEST_USER_DATA
                        + ", and let the node fetch what is longer");
        userData.keySet().stream()
                .filter(RESERVED_KEYS::contains)
                .sorted()
                .forEach(key -> require(
                        false, "userData." + key, "is the platform's: leave it out, nodes are named by machines"));
        require(
                userData.getOrDefault("runcmd", List.of()) instanceof List<?>,
                "userData.runcmd",
                "is not a list: write one command an entry");
        if (!(userData.getOrDefault("write_files", List.of()) instanceof List<?> files)) {
            require(false, "userData.write_files", "is not a list: write one file an entry");
            return;
        }
        for (int i = 0; i < files.size(); i++) {
            String field = "userData.write_files[" + i + "]";
            String path = files.get(i) instanceof Map<?, ?> file && file.get("path") instanceof String it ? it : "";
            require(
                    ABSOLUTE.matcher(path).matches() && !path.contains("/./") && !path.contains("/../"),
                    field + ".path",
                    "\"" + path + "\" is not an absolute path: write one such as /etc/motd");
            require(
                    RESERVED_PATHS.stream().noneMatch(ours -> path.equals(ours) || path.startsWith(ours + "/")),
                    field + ".path",
                    path + " is the platform's: choose another one");
        }
    }

    private void require(boolean holds, String field, String reason) {
        if (!holds) {
            refusals.add(new Refused(field, reason));
        }
    }
}
