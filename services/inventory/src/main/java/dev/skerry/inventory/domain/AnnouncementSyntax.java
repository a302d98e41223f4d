package dev.skerry.inventory.domain;

import dev.skerry.inventory.domain.InventoryEvent.Refused;
import dev.skerry.inventory.domain.InventoryInput.MachineAnnounced;
import dev.skerry.kernel.HostPort;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Whether an announcement is well formed, whatever is on record. */
final class AnnouncementSyntax {

    private static final int MOST_MACS = 64;
    private static final int IPMI_PORT = 623;
    private static final Pattern CREDENTIALS = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    private AnnouncementSyntax() {}

    /** The first thing that is wrong with it. */
    static Optional<Refused> fault(MachineAnnounced announced) {
        return macsFault(announced.macs())
                .or(() -> nameFault(announced.name()))
                .or(() -> announced.bmc().flatMap(AnnouncementSyntax::bmcFault))
                .or(() -> Labels.fault(announced.labels()));
    }

    /** The normalised MACs of an announcement without fault. */
    static List<String> macs(MachineAnnounced announced) {
        return announced.macs().stream()
                .flatMap(mac -> Mac.normalised(mac).stream())
                .toList();
    }

    private static Optional<Refused> macsFault(List<String> macs) {
        if (macs.isEmpty() || macs.size() > MOST_MACS) {
            return refused("macs", "%d MACs: give at least one and at most %d".formatted(macs.size(), MOST_MACS));
        }
        Set<String> seen = new HashSet<>();
        for (int index = 0; index < macs.size(); index++) {
            String field = "macs[%d]".formatted(index);
            Optional<String> mac = Mac.normalised(macs.get(index));
            if (mac.isEmpty()) {
                return refused(
                        field,
                        "'%s' is not the MAC of an interface: write six octets in hex, such as 52:54:00:00:01:01; not all zero and no group address"
                                .formatted(macs.get(index)));
            }
            if (!seen.add(mac.get())) {
                return refused(field, "%s stands there twice: name each MAC once".formatted(mac.get()));
            }
        }
        return Optional.empty();
    }

    private static Optional<Refused> nameFault(String name) {
        return name.isEmpty() || DnsLabels.isLabel(name)
                ? Optional.empty()
                : refused("name", "'%s' is not a DNS label: use %s, or leave it out".formatted(name, DnsLabels.SYNTAX));
    }

    private static Optional<Refused> bmcFault(Bmc bmc) {
        if (!bmc.credentialsRef().map(CREDENTIALS.asMatchPredicate()::test).orElse(true)) {
            return refused(
                    "bmc.credentialsRef",
                    "it is not the name of a folder below bmc/ in the secrets folder: use letters, digits, '.', '_' and '-'");
        }
        if (bmc.boot().filter(Bmc.Boot.VIRTUAL_MEDIA::equals).isPresent() && bmc.protocol() != BmcProtocol.REDFISH) {
            return refused(
                    "bmc.boot",
                    "virtual media need a Redfish controller: give its address, or let the machine boot from the network");
        }
        if (bmc.bootMode().isPresent() && bmc.protocol() == BmcProtocol.NONE) {
            return refused(
                    "bmc.bootMode", "protocol NONE cannot set it: leave it out, and set the mode in the firmware");
        }
        return switch (bmc.protocol()) {
            case REDFISH ->
                isHttp(bmc.address())
                        ? Optional.empty()
                        : refused(
                                "bmc.address",
                                "'%s' is not a Redfish system's URL: write it like https://HOST/redfish/v1/Systems/ID, without user or password"
                                        .formatted(withoutUser(bmc.address())));
            case IPMI ->
                HostPort.parse(bmc.address(), "ipmi", IPMI_PORT).isPresent()
                        ? Optional.empty()
                        : refused(
                                "bmc.address",
                                "'%s' is not where IPMI answers: write %s, without user or password"
                                        .formatted(withoutUser(bmc.address()), HostPort.SYNTAX));
            case NONE, MANUAL ->
                bmc.address().isEmpty()
                        ? Optional.empty()
                        : refused(
                                "bmc.address",
                                "protocol " + bmc.protocol() + " has no address: leave it out, or name the protocol");
        };
    }

    private static boolean isHttp(String address) {
        try {
            URI uri = URI.create(address);
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            return web && uri.getHost() != null && uri.getRawUserInfo() == null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String withoutUser(String address) {
        return address.replaceAll("[^/@]*@", "...@");
    }

    private static Optional<Refused> refused(String field, String reason) {
        return Optional.of(new Refused(field, reason));
    }
}
