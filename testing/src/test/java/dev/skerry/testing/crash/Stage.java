package dev.skerry.testing.crash;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.sim.SimControl;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/** Where in the chain the fleet is, in a few words. */
final class Stage {

    private Stage() {}

    /** Counts of machines by lifecycle, clusters and placements by phase; or that nobody answers. */
    static String of(String api) {
        try {
            return counts(api);
        } catch (CommandException away) {
            return "the fleet API does not answer: " + away.getMessage();
        }
    }

    /** @throws CommandException when nobody answers */
    static String counts(String api) {
        JsonNode summary = new FleetApi(api).get("summary");
        Map<String, String> parts = new TreeMap<>();
        for (String kind : List.of("machines", "clusters", "placements")) {
            parts.put(kind, summary.path(kind).toString().replace("\"", ""));
        }
        return "machines%s clusters%s placements%s"
                .formatted(parts.get("machines"), parts.get("clusters"), parts.get("placements"));
    }

    /** Clusters whose agent runs. */
    static List<String> agents(URI sim) throws IOException, InterruptedException {
        List<String> agents = new ArrayList<>();
        new SimControl(sim).status().path("clusters").properties().forEach(cluster -> {
            if (cluster.getValue().path("agent").isObject()) {
                agents.add(cluster.getKey());
            }
        });
        return agents;
    }
}
