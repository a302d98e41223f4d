package dev.skerry.sim.world;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** How many machines a site has beyond those that its clusters cannot do without. */
public final class Spare {

    private Spare() {}

    /** By site; 0 where the clusters need every machine, or more than there are, or where no cluster is asked for. */
    public static Map<String, Integer> of(Documents documents) {
        var spare = new HashMap<String, Integer>();
        for (JsonNode site : documents.sites()) {
            String name = site.path("metadata").path("name").asString("");
            int needed = documents.clusters().stream()
                    .filter(cluster -> selects(cluster.path("spec").path("sites"), name, site.path("spec")))
                    .mapToInt(Spare::least)
                    .sum();
            long there = documents.machines().stream()
                    .filter(machine ->
                            machine.path("spec").path("site").asString("").equals(name))
                    .count();
            spare.put(name, needed == 0 ? 0 : Math.max(0, (int) there - needed));
        }
        return spare;
    }

    private static int least(JsonNode cluster) {
        var spec = cluster.path("spec");
        return spec.path("controlPlane").asInt(1)
                + spec.path("workers").path("min").asInt(0);
    }

    private static boolean selects(JsonNode selector, String name, JsonNode site) {
        String region = site.path("region").asString("");
        return (selector.path("names").isEmpty()
                        || texts(selector.path("names")).contains(name))
                && (selector.path("regions").isEmpty()
                        || texts(selector.path("regions")).stream()
                                .anyMatch(path -> region.equals(path) || region.startsWith(path + "/")))
                && selector.path("labels").properties().stream()
                        .allMatch(label ->
                                label.getValue().equals(site.path("labels").path(label.getKey())));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(text -> text.asString("")).toList();
    }
}
