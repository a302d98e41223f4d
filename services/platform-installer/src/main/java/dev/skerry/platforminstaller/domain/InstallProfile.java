package dev.skerry.platforminstaller.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How machines are installed.
 *
 * @param name a DNS label
 * @param architecture x86_64 or aarch64; empty for both
 * @param kernel path below the boot files; empty for the ramdisk's own
 * @param initrd path below the boot files; empty for the ramdisk's own
 * @param image path below the boot files, or an http or https URL
 * @param imageSha256 of the image's file as it is served, in hex; empty for that of the boot file
 * @param disk which disk is written
 * @param userData cloud-config that is added to what the platform writes
 * @param requestedBy the person; may be empty
 */
public record InstallProfile(
        String name,
        String architecture,
        String kernel,
        String initrd,
        String image,
        String imageSha256,
        DiskSelector disk,
        String userData,
        String requestedBy) {

    /** The name of the profile with which clusterings install that name none. */
    public static final String DEFAULT = "default";

    /**
     * All that is given must hold of a disk; of the disks that fit, the smallest is written.
     *
     * @param maxBytes 0 for no limit
     */
    public record DiskSelector(
            String serial, String name, String wwn, long minBytes, long maxBytes, Optional<Boolean> rotational) {

        /** As the ramdisk takes it in skerry.disk; empty for any disk. */
        public String text() {
            List<String> rules = new ArrayList<>();
            given(rules, "serial", serial);
            given(rules, "name", name);
            given(rules, "wwn", wwn);
            given(rules, "min-bytes", minBytes == 0 ? "" : Long.toString(minBytes));
            given(rules, "max-bytes", maxBytes == 0 ? "" : Long.toString(maxBytes));
            rotational.ifPresent(is -> rules.add("rotational=" + is));
            return String.join(",", rules);
        }

        private static void given(List<String> rules, String rule, String value) {
            if (!value.isEmpty()) {
                rules.add(rule + "=" + value);
            }
        }
    }

    /** Names one version. @param version from 1; each change counts */
    public record Version(String name, int version) {}
}
