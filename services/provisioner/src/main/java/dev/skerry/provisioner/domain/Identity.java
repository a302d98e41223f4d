package dev.skerry.provisioner.domain;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a machine says of itself, as far as it was heard: by it one machine is told from another with the same MAC. A machine whose
 * firmware says nothing cannot be told from others.
 *
 * @param smbiosUuid in lower-case hex with hyphens (SMBIOS 3.7, 7.2.1); neither all zeros nor all ones, which stand for none
 * @param serial the system's serial number (SMBIOS type 1)
 * @param address the IP address from which a contact said any of it
 */
public record Identity(Optional<String> smbiosUuid, Optional<String> serial, Optional<String> address) {

    /** Nothing was heard. */
    public static final Identity UNHEARD = new Identity(Optional.empty(), Optional.empty(), Optional.empty());

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final Pattern NONE = Pattern.compile("[0-]*|[f-]*");
    private static final int LONGEST_SERIAL = 128;

    /** What a contact says. @param uuid what is no UUID counts as none */
    public static Identity told(String uuid, String serial, String address) {
        return new Identity(uuid(uuid), serial(serial), Optional.of(address));
    }

    /** What an inspection found. */
    static Identity found(Facts facts) {
        return new Identity(
                facts.smbiosUuid().flatMap(Identity::uuid), facts.serial().flatMap(Identity::serial), Optional.empty());
    }

    /** By what another is told from this one, in words; empty when it may be the same. */
    public Optional<String> difference(Identity other) {
        if (other.smbiosUuid.isPresent()
                && smbiosUuid.isPresent()
                && !isSameUuid(other.smbiosUuid.get(), smbiosUuid.get())) {
            return Optional.of(
                    "the SMBIOS UUID %s%s, not %s".formatted(other.smbiosUuid.get(), other.place(), smbiosUuid.get()));
        }
        if (other.serial.isPresent() && serial.isPresent() && !other.serial.equals(serial)) {
            return Optional.of(
                    "the serial number %s%s, not %s".formatted(other.serial.get(), other.place(), serial.get()));
        }
        if (other.isSilent() && other.address.isPresent() && address.isPresent() && !other.address.equals(address)) {
            return Optional.of("no SMBIOS UUID and no serial number%s, not %s".formatted(other.place(), address.get()));
        }
        return Optional.empty();
    }

    /** This, with what was not heard before and the newest address; silence says nothing new. */
    public Identity completedBy(Identity newer) {
        return newer.isSilent()
                ? this
                : new Identity(
                        smbiosUuid.or(newer::smbiosUuid), serial.or(newer::serial), newer.address.or(this::address));
    }

    private boolean isSilent() {
        return smbiosUuid.isEmpty() && serial.isEmpty();
    }

    private String place() {
        return address.map(" from "::concat).orElse("");
    }

    private static Optional<String> uuid(String text) {
        String uuid = text.strip().toLowerCase(Locale.ROOT);
        return UUID.matcher(uuid).matches() && !NONE.matcher(uuid).matches() ? Optional.of(uuid) : Optional.empty();
    }

    private static Optional<String> serial(String text) {
        return Optional.of(text.strip()).filter(serial -> !serial.isEmpty() && serial.length() <= LONGEST_SERIAL);
    }

    /** SMBIOS 2.6 fixed the byte order of the first three fields; before, and so in some firmware, it is the other one. */
    private static boolean isSameUuid(String one, String other) {
        return one.equals(other) || one.equals(swapped(other));
    }

    private static String swapped(String uuid) {
        return swapped(uuid, 0, 8) + "-" + swapped(uuid, 9, 13) + "-" + swapped(uuid, 14, 18) + uuid.substring(18);
    }

    private static String swapped(String uuid, int from, int to) {
        StringBuilder bytes = new StringBuilder();
        for (int i = to - 2; i >= from; i -= 2) {
            bytes.append(uuid, i, i + 2);
        }
        return bytes.toString();
    }
}
