package dev.skerry.testing.crash;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.api.FleetApi;
import dev.skerry.cli.sim.SimControl;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Why the fleet is not yet what is wanted of it; no reason when it is. */
record Convergence(
        FleetApi api, SimControl sim, int machines, Set<String> sites, Map<String, String> wanted, List<String> names) {

    private static final JsonMapper JSON = new JsonMapper();

    List<String> reasons() throws InterruptedException {
        List<String> reasons = new ArrayList<>();
        try {
            machines(reasons);
            clusters(reasons);
            Map<String, String> named = apps(reasons);
            placements(reasons);
            agents(reasons);
            if (reasons.isEmpty()) {
                names(reasons, named);
            }
        } catch (IOException | CommandException e) {
            reasons.add("somebody does not answer: " + e.getMessage());
        }
        return reasons;
    }

    private List<JsonNode> items(String collection) {
        return api.get(collection).path("items").valueStream().toList();
    }

    private void machines(List<String> reasons) {
        List<JsonNode> known = items("machines");
        if (known.size() != machines) {
            reasons.add("%d of %d machines are known".formatted(known.size(), machines));
        }
        known.stream()
                .filter(machine -> !text(machine, "lifecycle").equals("ACTIVE"))
                .forEach(machine -> reasons.add("machine %s is %s: %s (%s)"
                        .formatted(
                                text(machine, "name"),
                                text(machine, "lifecycle"),
                                text(machine, "reason"),
                                text(machine, "progress"))));
    }

    private void clusters(List<String> reasons) {
        List<JsonNode> known = items("clusters");
        Set<String> missing = new TreeSet<>(sites);
        for (JsonNode cluster : known) {
            missing.remove(text(cluster, "site"));
            if (!text(cluster, "phase").equals("READY")) {
                reasons.add("cluster %s is %s: %s"
                        .formatted(text(cluster, "clusterId"), text(cluster, "phase"), text(cluster, "reason")));
            }
        }
        missing.forEach(site -> reasons.add("site " + site + " has no cluster"));
    }

    /** The app of each name. */
    private Map<String, String> apps(List<String> reasons) {
        Map<String, JsonNode> known = new TreeMap<>();
        items("apps").forEach(app -> known.put(text(app, "app"), app));
        Map<String, String> named = new TreeMap<>();
        known.forEach((id, app) -> {
            if (!text(app, "phase").equals("AVAILABLE")) {
                reasons.add("app %s is %s: %s".formatted(id, text(app, "phase"), text(app, "reason")));
            }
            String name = app.path("spec").path("dns").path("name").asString("");
            if (!name.isEmpty()) {
                named.put(name, id);
            }
        });
        wanted.forEach((name, image) -> {
            JsonNode app = known.get("crash/" + name);
            String runs = app == null
                    ? ""
                    : app.path("spec")
                            .path("workload")
                            .path("container")
                            .path("image")
                            .asString("");
            if (!runs.equals(image)) {
                reasons.add("app %s is '%s' and was last asked to be '%s'".formatted(name, runs, image));
            }
        });
        return named;
    }

    private void placements(List<String> reasons) {
        items("placements").stream()
                .filter(placement -> !text(placement, "phase").equals("AVAILABLE"))
                .forEach(placement -> reasons.add("placement of %s on %s is %s: %s"
                        .formatted(
                                text(placement, "app"),
                                text(placement, "clusterId"),
                                text(placement, "phase"),
                                text(placement, "reason"))));
    }

    /** The sites' own view: every agent hears, has what is desired, and what runs is what was promised. */
    private void agents(List<String> reasons) throws IOException, InterruptedException {
        Set<String> promised = new TreeSet<>();
        items("placements")
                .forEach(placement -> promised.add(text(placement, "app") + "@" + text(placement, "clusterId") + " "
                        + placement.path("revision").asInt(0)));
        Set<String> running = new TreeSet<>();
        sim.status().path("clusters").properties().forEach(cluster -> {
            if (!cluster.getValue().path("agent").path("connected").asBoolean(false)) {
                reasons.add("the agent of " + cluster.getKey() + " is not connected: "
                        + cluster.getValue().path("agent").path("trouble").asString(""));
            }
            cluster.getValue()
                    .path("apps")
                    .properties()
                    .forEach(app -> running.add(app.getKey() + "@" + cluster.getKey() + " "
                            + app.getValue().path("revision").asInt(0)));
        });
        Set<String> missing = new TreeSet<>(promised);
        missing.removeAll(running);
        running.removeAll(promised);
        missing.forEach(each -> reasons.add("promised, but does not run: " + each));
        running.forEach(each -> reasons.add("runs, but was not promised: " + each));
    }

    private void names(List<String> reasons, Map<String, String> named) throws IOException, InterruptedException {
        ObjectNode question = JSON.createObjectNode();
        names.forEach(question.putArray("names")::add);
        named.forEach(question.putObject("apps")::put);
        sim.askDns(question).path("answers").forEach(answer -> {
            if (!answer.path("ok").asBoolean(false)
                    && !(named.get(text(answer, "name")) == null
                            && text(answer, "cluster").isEmpty())) {
                reasons.add("%s from %s is answered %s (%s), expected %s"
                        .formatted(
                                text(answer, "name"),
                                text(answer, "site"),
                                answer.path("answered"),
                                text(answer, "cluster"),
                                text(answer, "expected")));
            }
        });
    }

    private static String text(JsonNode item, String member) {
        return item.path(member).asString("");
    }
}
