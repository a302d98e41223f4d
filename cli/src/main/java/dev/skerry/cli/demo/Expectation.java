package dev.skerry.cli.demo;

import dev.skerry.cli.documents.Document;
import dev.skerry.cli.documents.Kind;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/**
 * What a fleet must come to, worked out from the documents that were applied.
 *
 * @param sites how many
 * @param machines how many, those included that nobody announces
 * @param dead MAC addresses of those among them that die before they are active
 * @param badBmcs MAC addresses of those among them whose power controller misbehaves for good: they become active or fail
 * @param clusters ids: one for each clustering at each site that it selects
 * @param apps tenant/name
 * @param names DNS name without the zone, by app
 */
record Expectation(
        int sites,
        int machines,
        Set<String> dead,
        Set<String> badBmcs,
        Set<String> clusters,
        Set<String> apps,
        Map<String, String> names) {

    static Expectation of(List<Document> documents, int machines, Set<String> dead, Set<String> badBmcs) {
        List<Document> sites = of(documents, Kind.SITE);
        Set<String> clusters = new TreeSet<>();
        for (Document clustering : of(documents, Kind.CLUSTER)) {
            JsonNode selector = clustering.tree().path("spec").path("sites");
            sites.stream()
                    .filter(site -> selects(selector, site))
                    .forEach(site -> clusters.add(clustering.name() + "." + site.name()));
        }
        Map<String, String> names = new TreeMap<>();
        for (Document app : of(documents, Kind.APP)) {
            String name = app.tree().path("spec").path("dns").path("name").asString("");
            if (!name.isEmpty()) {
                names.put(app.name(), name);
            }
        }
        Set<String> apps =
                of(documents, Kind.APP).stream().map(Document::name).collect(Collectors.toCollection(TreeSet::new));
        return new Expectation(sites.size(), machines, dead, badBmcs, clusters, apps, names);
    }

    /** How many must become active: those that nothing is wrong with. */
    int machinesActive() {
        return machines - dead.size() - badBmcs.size();
    }

    private static List<Document> of(List<Document> documents, Kind kind) {
        return documents.stream().filter(document -> document.kind() == kind).toList();
    }

    /** Region paths, labels and names must all agree; a part that is left out agrees with everything. */
    private static boolean selects(JsonNode selector, Document site) {
        JsonNode spec = site.tree().path("spec");
        String path = spec.path("region").asString("");
        Set<String> regions = texts(selector.path("regions"));
        Set<String> names = texts(selector.path("names"));
        boolean region = regions.isEmpty()
                || regions.stream().anyMatch(wanted -> path.equals(wanted) || path.startsWith(wanted + "/"));
        boolean labels = selector.path("labels").properties().stream()
                .allMatch(label -> label.getValue()
                        .asString("")
                        .equals(spec.path("labels").path(label.getKey()).asString("")));
        return region && labels && (names.isEmpty() || names.contains(site.name()));
    }

    private static Set<String> texts(JsonNode list) {
        Set<String> texts = new HashSet<>();
        list.forEach(text -> texts.add(text.asString("")));
        return texts;
    }
}
