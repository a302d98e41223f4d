package dev.skerry.cli.documents;

import dev.skerry.cli.bmc.FoundSystem;
import dev.skerry.cli.output.Trees;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Machines of which power controllers told. */
public final class FoundMachines {

    private final String site;
    private final String credentials;

    /**
     * Makes their documents.
     *
     * @param site where they stand
     * @param credentials the name of the controllers' credentials
     */
    public FoundMachines(String site, String credentials) {
        this.site = site;
        this.credentials = credentials;
    }

    /** The document of one that told its MACs. */
    public Document document(FoundSystem system) {
        ObjectNode tree = Trees.JSON.createObjectNode();
        tree.put("apiVersion", "skerry.dev/v1").put("kind", "Machine");
        ObjectNode spec = tree.putObject("spec").put("site", site);
        ArrayNode macs = spec.putArray("macs");
        system.macs().forEach(macs::add);
        spec.putObject("bmc")
                .put("protocol", "redfish")
                .put("address", system.url())
                .put("credentialsRef", credentials);
        return Document.of(system.url(), tree);
    }
}
