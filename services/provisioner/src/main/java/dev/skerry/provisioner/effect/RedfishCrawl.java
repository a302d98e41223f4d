package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.FoundSystem;
import dev.skerry.provisioner.domain.Mac;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * Reads the systems of one Redfish service (DMTF DSP0266) and their interfaces, from its service root on. Nothing is changed, and nothing on
 * another host is asked, whatever it says.
 */
final class RedfishCrawl {

    private static final String ROOT = "/redfish/v1/";

    /** Of systems, and of a system's interfaces. */
    private static final int MOST_MEMBERS = 64;

    /** As many as a document may name. */
    private static final int MOST_MACS = 16;

    private static final int LONGEST_URL = 512;
    private static final Pattern SERIAL = Pattern.compile("[!-~]([ -~]{0,62}[!-~])?");
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final String NO_MAC = "00:00:00:00:00:00";

    private final RedfishCalls calls;
    private final Guard guard;

    private RedfishCrawl(RedfishCalls calls, Guard guard) {
        this.calls = calls;
        this.guard = guard;
    }

    /**
     * Asks a controller.
     *
     * @param controller with the service's address, without a path
     * @param requestId what the controller's log is to name
     */
    static List<FoundSystem> systems(Bmc controller, String requestId, RedfishClients clients, Guard guard)
            throws PowerException, InterruptedException {
        try (RedfishCalls calls = RedfishCalls.to(controller, requestId, clients)) {
            return new RedfishCrawl(calls, guard).systems();
        }
    }

    /** The root is asked once, for most addresses where nobody answers are nobody's, and without the credentials (section 13.3.4). */
    private List<FoundSystem> systems() throws PowerException, InterruptedException {
        URI root = calls.target(ROOT, "root");
        JsonNode service = guard.once(() -> calls.getOpenly(root)).body();
        Optional<URI> collection = link(service.path("Systems"), "systems");
        if (collection.isEmpty()) {
            throw PowerException.lasting("it answers, but is no Redfish service with systems");
        }
        List<FoundSystem> systems = new ArrayList<>();
        for (URI system : members(collection.get(), "system")) {
            systems.add(system(system));
        }
        if (systems.isEmpty()) {
            throw PowerException.lasting("it has no systems");
        }
        return systems;
    }

    private FoundSystem system(URI uri) throws PowerException {
        JsonNode system = read(uri);
        Optional<URI> interfaces = link(system.path("EthernetInterfaces"), "interfaces");
        Set<String> linked = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (URI each : interfaces.isEmpty() ? List.<URI>of() : members(interfaces.get(), "interface")) {
            JsonNode nic = read(each);
            mac(nic).ifPresent((said(nic.path("LinkStatus")).equals("LinkUp") ? linked : others)::add);
        }
        linked.addAll(others);
        return new FoundSystem(
                uri.toString(),
                linked.stream().limit(MOST_MACS).toList(),
                matching(SERIAL, said(system.path("SerialNumber"))),
                matching(UUID, said(system.path("UUID")).toLowerCase(Locale.ROOT)));
    }

    /** The one that was burnt in, where both are told. */
    private static Optional<String> mac(JsonNode nic) {
        String permanent = said(nic.path("PermanentMACAddress"));
        try {
            String mac = Mac.canonical(permanent.isEmpty() ? said(nic.path("MACAddress")) : permanent);
            boolean group = (Mac.octets(mac)[0] & 1) == 1;
            return group || mac.equals(NO_MAC) ? Optional.empty() : Optional.of(mac);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String said(JsonNode node) {
        return node.asString("").strip();
    }

    private static String matching(Pattern form, String text) {
        return form.matcher(text).matches() ? text : "";
    }

    private List<URI> members(URI collection, String what) throws PowerException {
        List<String> links = RedfishSystem.members(read(collection).path("Members"));
        if (links.size() > MOST_MEMBERS) {
            throw PowerException.lasting("%s has more than %d members".formatted(collection, MOST_MEMBERS));
        }
        List<URI> members = new ArrayList<>();
        for (String link : links) {
            members.add(inside(link, what));
        }
        return members;
    }

    private Optional<URI> link(JsonNode node, String what) throws PowerException {
        Optional<String> link = RedfishSystem.text(node.path("@odata.id"));
        return link.isEmpty() ? Optional.empty() : Optional.of(inside(link.get(), what));
    }

    private URI inside(String link, String what) throws PowerException {
        if (link.length() > LONGEST_URL) {
            throw PowerException.lasting("its " + what + " has an address of more than " + LONGEST_URL + " characters");
        }
        return calls.target(link, what);
    }

    private JsonNode read(URI uri) throws PowerException {
        return guard.repeatable(() -> calls.get(uri)).body();
    }
}
