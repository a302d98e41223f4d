package dev.skerry.cli.output;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;

/** The tables of the fleet's collections. */
public final class Views {

    /** By collection, as the API names them. */
    private static final Map<String, View> ALL = Map.of(
            "sites", sites(),
            "machines", machines(),
            "clusters", clusters(),
            "installprofiles", installProfiles(),
            "hardwareclasses", hardwareClasses(),
            "apps", apps(),
            "placements", placements(),
            "records", records(),
            "status", status());

    private Views() {}

    /** The table of a collection. */
    public static View of(String collection) {
        return Optional.ofNullable(ALL.get(collection))
                .orElseThrow(() -> new IllegalArgumentException("no table for " + collection));
    }

    private static View sites() {
        return new View()
                .column("SITE", "site")
                .column("NAME", "displayName")
                .column("REGION", "region")
                .column("LATITUDE", "latitude")
                .column("LONGITUDE", "longitude")
                .column("APPROVAL", item -> item.path("approval").asString("").toLowerCase(Locale.ROOT))
                .column("PREFIXES", "clientPrefixes");
    }

    private static View machines() {
        return new View()
                .column("MACHINE", "name")
                .column("SITE", "site")
                .column("LIFECYCLE", "lifecycle")
                .column("CLUSTER", "clusterId")
                .column("ROLE", "role")
                .column("MAC", item -> View.text(item.path("macs").path(0)))
                .column("ID", "machineId")
                .column("NOTE", Views::machineNote);
    }

    private static String machineNote(JsonNode machine) {
        String hold = machine.path("hold").path("reason").asString("");
        String note = first(machine, "reason", "progress");
        return hold.isEmpty() ? note : "on hold: " + hold + (note.isEmpty() ? "" : "; " + note);
    }

    private static View clusters() {
        return new View()
                .column("CLUSTER", "clusterId")
                .column("SITE", "site")
                .column("PHASE", "phase")
                .column("NODES", Views::nodes)
                .column(
                        "KUBERNETES",
                        item -> item.path("spec").path("kubernetesVersion").asString(""))
                .column("ENDPOINT", "apiEndpoint")
                .column("NOTE", "reason");
    }

    private static View installProfiles() {
        return new View()
                .column("PROFILE", item -> profile(item, "name"))
                .column("VERSION", "version")
                .column("ARCHITECTURE", item -> profile(item, "architecture"))
                .column("IMAGE", item -> profile(item, "image"))
                .column("CHANGED", "changedAt");
    }

    private static View hardwareClasses() {
        return new View()
                .column("CLASS", "name")
                .column("RULE", "rule")
                .column("DESCRIPTION", "description")
                .column("CHANGED", "changedAt");
    }

    private static String profile(JsonNode item, String member) {
        return item.path("profile").path(member).asString("");
    }

    private static String nodes(JsonNode cluster) {
        int joined = 0;
        for (JsonNode node : cluster.path("nodes")) {
            joined += node.path("phase").asString("").equals("JOINED") ? 1 : 0;
        }
        return joined + "/" + cluster.path("nodes").size();
    }

    private static View apps() {
        return new View()
                .column("APP", "app")
                .column("REVISION", "revision")
                .column("PHASE", "phase")
                .column("CLUSTERS", item -> {
                    StringJoiner clusters = new StringJoiner(",");
                    item.path("taken")
                            .forEach(taken ->
                                    clusters.add(taken.path("clusterId").asString("") + ":"
                                            + taken.path("replicas").asInt(0)));
                    return clusters.toString();
                })
                .column("NOTE", "reason");
    }

    private static View placements() {
        return new View()
                .column("APP", "app")
                .column("CLUSTER", "clusterId")
                .column("REVISION", "revision")
                .column(
                        "READY",
                        item -> item.path("readyReplicas").asInt(0) + "/"
                                + item.path("replicas").asInt(0))
                .column("PHASE", "phase")
                .column("WHY", "reason");
    }

    /** Records that were refused. */
    public static View deadLetters() {
        return new View()
                .column("ID", "id")
                .column("TIME", "time")
                .column("TOPIC", "topic")
                .column("CONSUMER", "consumer")
                .column("KEY", "key")
                .column("REASON", "reason");
    }

    private static View records() {
        return new View()
                .column("NAME", "name")
                .column("APP", "app")
                .column("PORT", "port")
                .column("TTL", "ttlSeconds")
                .column("CLUSTERS", item -> {
                    StringJoiner targets = new StringJoiner(",");
                    item.path("targets")
                            .forEach(target ->
                                    targets.add(target.path("clusterId").asString("")));
                    return targets.toString();
                })
                .column("ADDRESSES", item -> {
                    StringJoiner addresses = new StringJoiner(",");
                    item.path("targets").forEach(target -> addresses.add(View.text(target.path("addresses"))));
                    return addresses.toString();
                });
    }

    private static View status() {
        return new View()
                .column("CLUSTER", "clusterId")
                .column("PHASE", "phase")
                .column("APPS", item -> {
                    JsonNode apps = item.path("apps");
                    return apps.path("available").asInt(0) + "/"
                            + apps.path("total").asInt(0);
                })
                .column("CPU", item -> share(item, "cpuMillis", "m"))
                .column("MEMORY", item -> share(item, "memoryMiB", "Mi"))
                .column("PODS", item -> share(item, "pods", ""))
                .column(
                        "GENERATION",
                        item -> item.path("generationApplied").asInt(0) + "/"
                                + item.path("generationDesired").asInt(0))
                .column("AGENT", "agentVersion")
                .column("SEEN", "lastSeen")
                .column("FAILING", Views::failing);
    }

    private static String share(JsonNode item, String member, String unit) {
        return item.path("used").path(member).asLong(0) + "/"
                + item.path("capacity").path(member).asLong(0) + unit;
    }

    private static String failing(JsonNode status) {
        StringJoiner failing = new StringJoiner("; ");
        status.path("conditions").forEach(condition -> {
            if (!condition.path("holds").asBoolean(false)) {
                failing.add(condition.path("type").asString("") + " "
                        + condition.path("reason").asString(""));
            }
        });
        return failing.toString();
    }

    private static String first(JsonNode item, String... members) {
        for (String member : members) {
            String text = View.text(item.path(member));
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }
}
