package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What is used of a Redfish ComputerSystem resource (DMTF DSP0268).
 *
 * @param power the power state; UNKNOWN while it changes
 * @param etag for If-Match, where the service offers one
 * @param resetTarget the path of the reset action, where it is told
 * @param resetTypes what the reset action takes; empty when that is not told
 * @param bootTargets what the boot override takes; empty when that is not told
 * @param media the path of its virtual media, where they are the system's (since version 1.13 of the resource)
 * @param managers paths of its managers, whose virtual media they are otherwise
 */
record RedfishSystem(
        Seen power,
        Optional<String> etag,
        Optional<String> resetTarget,
        List<String> resetTypes,
        List<String> bootTargets,
        Optional<String> media,
        List<String> managers) {

    private static final String ALLOWED = "@Redfish.AllowableValues";
    private static final String ID = "@odata.id";

    static RedfishSystem of(JsonNode body, Optional<String> etagHeader) {
        JsonNode reset = body.path("Actions").path("#ComputerSystem.Reset");
        return new RedfishSystem(
                switch (body.path("PowerState").asString("")) {
                    case "On" -> Seen.ON;
                    case "Off" -> Seen.OFF;
                    default -> Seen.UNKNOWN;
                },
                etagHeader.or(() -> text(body.path("@odata.etag"))).filter(RedfishSystem::isHeader),
                text(reset.path("target")),
                texts(reset.path("ResetType" + ALLOWED)),
                texts(body.path("Boot").path("BootSourceOverrideTarget" + ALLOWED)),
                text(body.path("VirtualMedia").path(ID)),
                members(body.path("Links").path("ManagedBy")));
    }

    /** The first of the reset types that the system takes. */
    Optional<String> reset(String... preferred) {
        for (String type : preferred) {
            if (resetTypes.isEmpty() || resetTypes.contains(type)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** Whether it can be sent back in a header: visible ASCII and spaces (RFC 9110, section 5.5). */
    static boolean isHeader(String text) {
        return !text.isEmpty() && text.chars().allMatch(each -> each >= ' ' && each < 0x7f);
    }

    /** The paths that a list of links names. */
    static List<String> members(JsonNode links) {
        List<String> members = new ArrayList<>();
        links.forEach(each -> text(each.path(ID)).ifPresent(members::add));
        return List.copyOf(members);
    }

    static Optional<String> text(JsonNode node) {
        return node.isString() && !node.asString().isEmpty() ? Optional.of(node.asString()) : Optional.empty();
    }

    static List<String> texts(JsonNode node) {
        List<String> texts = new ArrayList<>();
        node.forEach(each -> texts.add(each.asString("")));
        return List.copyOf(texts);
    }
}
