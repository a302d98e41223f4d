package dev.skerry.appmanager.rest.documents;

import dev.skerry.runtime.Problem;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.BootMode;
import dev.skerry.schemas.inventory.BootSource;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.Source;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** A document of the kind Machine. */
public final class MachineDocument {

    /** Nothing controls its power, not even Wake-on-LAN, which {@code none} stands for. */
    private static final String MANUAL = "manual";

    private static final Map<String, BmcProtocol> PROTOCOLS = Map.of(
            "redfish",
            BmcProtocol.REDFISH,
            "ipmi",
            BmcProtocol.IPMI,
            "none",
            BmcProtocol.NONE,
            MANUAL,
            BmcProtocol.NONE);
    private static final Map<String, BootSource> BOOTS =
            Map.of("pxe", BootSource.PXE, "virtual-media", BootSource.VIRTUAL_MEDIA);
    private static final Map<String, BootMode> BOOT_MODES = Map.of("uefi", BootMode.UEFI, "legacy", BootMode.LEGACY);

    private MachineDocument() {}

    /** The announcement that it is. */
    public static MachineAnnounced announcement(JsonNode document, Source source) {
        Fields root = Kind.MACHINE.root(document);
        String name = root.optionalObject("metadata", "name")
                .filter(metadata -> metadata.has("name"))
                .map(metadata -> Syntax.label(metadata.path("name"), metadata.text("name")))
                .orElse("");
        Fields spec = root.object("spec", "site", "macs", "bmc", "labels");
        return MachineAnnounced.newBuilder()
                .setName(name)
                .setSite(Syntax.label(spec.path("site"), spec.text("site")))
                .setMacs(macs(spec))
                .setBmc(spec.optionalObject("bmc", "protocol", "address", "credentialsRef", "boot", "bootMode")
                        .map(MachineDocument::bmc)
                        .orElse(null))
                .setLabels(spec.texts("labels", Syntax::ownLabelKey, Syntax::labelValue))
                .setSource(source)
                .build();
    }

    private static List<String> macs(Fields spec) {
        List<String> macs = spec.texts("macs", 16, Syntax::mac);
        if (macs.isEmpty()) {
            throw Problem.field(
                    spec.path("macs"), "has no MAC address", "list at least the one from which the machine boots");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < macs.size(); i++) {
            if (!seen.add(macs.get(i))) {
                throw Problem.field(
                        spec.path("macs") + "[" + i + "]", macs.get(i) + " stands twice", "list each address once");
            }
        }
        return macs;
    }

    private static Bmc bmc(Fields bmc) {
        BmcProtocol protocol = bmc.choice("protocol", PROTOCOLS);
        String path = bmc.path("address");
        String address = switch (protocol) {
            case REDFISH -> Syntax.url(path, bmc.text("address"));
            case IPMI -> Syntax.ipmi(path, bmc.text("address"));
            case NONE -> {
                if (!bmc.text("address", "").isEmpty()) {
                    throw Problem.field(
                            path,
                            "protocol " + bmc.text("protocol") + " has no address",
                            "leave it out or set the protocol");
                }
                yield "";
            }
        };
        BootSource boot = bmc.has("boot") ? bmc.choice("boot", BOOTS) : null;
        if (boot == BootSource.VIRTUAL_MEDIA && protocol != BmcProtocol.REDFISH) {
            throw Problem.field(
                    bmc.path("boot"),
                    "virtual media need a Redfish controller",
                    "set the protocol to redfish, or let the machine boot with pxe");
        }
        BootMode mode = bmc.has("bootMode") ? bmc.choice("bootMode", BOOT_MODES) : null;
        if (mode != null && protocol == BmcProtocol.NONE) {
            throw Problem.field(
                    bmc.path("bootMode"),
                    "a machine without a controller cannot be told its boot mode",
                    "leave it out, and set the mode in its firmware");
        }
        return Bmc.newBuilder()
                .setProtocol(protocol)
                .setAddress(address)
                .setCredentialsRef(
                        bmc.has("credentialsRef")
                                ? Syntax.credentials(bmc.path("credentialsRef"), bmc.text("credentialsRef"))
                                : null)
                .setManual(bmc.text("protocol").equals(MANUAL))
                .setBoot(boot)
                .setBootMode(mode)
                .build();
    }
}
