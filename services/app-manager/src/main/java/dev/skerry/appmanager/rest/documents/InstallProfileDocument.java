package dev.skerry.appmanager.rest.documents;

import dev.skerry.schemas.clusters.DiskSelector;
import dev.skerry.schemas.clusters.InstallProfileRequested;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** A document of the kind InstallProfile: how machines are installed. */
public final class InstallProfileDocument {

    private static final Map<String, String> ARCHITECTURES = Map.of("x86_64", "x86_64", "aarch64", "aarch64");
    private static final int LONGEST_USER_DATA = 16 << 10;

    private InstallProfileDocument() {}

    /** The request that it is. */
    public static InstallProfileRequested request(JsonNode document, String requestedBy) {
        Fields root = Kind.INSTALL_PROFILE.root(document);
        Fields metadata = root.object("metadata", "name");
        Fields spec = root.object("spec", "architecture", "kernel", "initrd", "image", "sha256", "disk", "userData");
        String image = Syntax.bootFile(spec.path("image"), spec.text("image"), true);
        boolean url = image.contains("://");
        return InstallProfileRequested.newBuilder()
                .setName(Syntax.label(metadata.path("name"), metadata.text("name")))
                .setArchitecture(
                        spec.text("architecture", "").isEmpty() ? "" : spec.choice("architecture", ARCHITECTURES))
                .setKernel(file(spec, "kernel"))
                .setInitrd(file(spec, "initrd"))
                .setImage(image)
                .setImageSha256(
                        url || spec.has("sha256") ? Syntax.sha256(spec.path("sha256"), spec.text("sha256")) : "")
                .setDisk(disk(
                        spec.optionalObject("disk", "serial", "name", "wwn", "minBytes", "maxBytes", "rotational")))
                .setUserData(Syntax.atMost(LONGEST_USER_DATA, spec.path("userData"), spec.text("userData", "")))
                .setRequestedBy(requestedBy)
                .build();
    }

    private static String file(Fields spec, String name) {
        return spec.has(name) ? Syntax.bootFile(spec.path(name), spec.text(name), false) : "";
    }

    private static DiskSelector disk(Optional<Fields> given) {
        DiskSelector.Builder selector = DiskSelector.newBuilder();
        given.ifPresent(disk -> {
            long least = disk.whole("minBytes", 0, Long.MAX_VALUE, 0);
            selector.setSerial(text(disk, "serial"))
                    .setName(text(disk, "name"))
                    .setWwn(text(disk, "wwn").toLowerCase(Locale.ROOT))
                    .setMinBytes(least)
                    .setMaxBytes(disk.whole("maxBytes", Math.max(1, least), Long.MAX_VALUE, 0))
                    .setRotational(disk.flag("rotational").orElse(null));
        });
        return selector.build();
    }

    private static String text(Fields disk, String name) {
        return disk.has(name) ? Syntax.diskText(disk.path(name), disk.text(name)) : "";
    }
}
