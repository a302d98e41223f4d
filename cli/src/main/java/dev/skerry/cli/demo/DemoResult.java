package dev.skerry.cli.demo;

import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a demonstration came to; filled while it runs, so that also one that fails tells how far it came. */
final class DemoResult {

    private static final int MOST_ROWS = 40;

    private final Map<Stage, Double> reached = new EnumMap<>(Stage.class);
    private final List<String> failed = new ArrayList<>();
    private Chain chain;
    private JsonNode dns = Trees.JSON.createObjectNode();
    private Optional<ObjectNode> faults = Optional.empty();
    private long events;
    private double dnsSeconds;
    private double totalSeconds;

    DemoResult(Chain chain) {
        this.chain = chain;
    }

    void seen(Chain now) {
        chain = now;
    }

    /** @param seconds since the documents began to be applied */
    void reached(Stage stage, double seconds) {
        reached.put(stage, seconds);
    }

    boolean hasReached(Stage stage) {
        return reached.containsKey(stage);
    }

    /** @param seconds since the documents began to be applied, when every answer was right; 0 when one was not */
    void asked(JsonNode answers, double seconds) {
        dns = answers;
        dnsSeconds = seconds;
    }

    void faults(ObjectNode told) {
        faults = Optional.of(told);
    }

    void events(long count) {
        events = count;
    }

    void failed(String why) {
        failed.add(why);
    }

    boolean isGood() {
        return failed.isEmpty();
    }

    List<String> failures() {
        return List.copyOf(failed);
    }

    /** @param seconds since the process began */
    void total(double seconds) {
        totalSeconds = seconds;
    }

    ObjectNode json() {
        ObjectNode json = Trees.JSON.createObjectNode();
        json.put("sites", chain.expected().sites());
        json.put("machines", chain.expected().machines());
        json.put("machinesActive", chain.machinesActive());
        json.put("clusters", chain.clusters().size());
        json.put("clustersReady", chain.clustersReady());
        json.put("apps", chain.apps().size());
        json.put("placementsAvailable", chain.placementsAvailable());
        json.put("dnsAsked", dns.path("asked").asInt(0));
        json.put("dnsCorrect", dns.path("correct").asInt(0));
        json.put("eventsTotal", events);
        json.putObject("seconds")
                .put("active", at(Stage.ACTIVE))
                .put("ready", at(Stage.READY))
                .put("placed", at(Stage.PLACED))
                .put("dns", rounded(dnsSeconds))
                .put("total", rounded(totalSeconds));
        faults.ifPresent(told -> json.set("faults", told));
        ArrayNode reasons = json.putArray("failed");
        failed.forEach(reasons::add);
        return json;
    }

    private double at(Stage stage) {
        return rounded(reached.getOrDefault(stage, 0.0));
    }

    private static double rounded(double seconds) {
        return Math.round(seconds * 100) / 100.0;
    }

    /** For people: who answered at each site, and the time from each stage to the next. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(answers());
        lines.add("");
        Table stages = new Table("STAGE", "SECONDS", "FROM THE LAST");
        double last = 0;
        for (Stage stage : Stage.values()) {
            if (reached.containsKey(stage)) {
                double now = reached.getOrDefault(stage, 0.0);
                stages.row(stage.title(), seconds(now), "+" + seconds(now - last));
                last = now;
            } else {
                stages.row(stage.title(), "not reached", "");
            }
        }
        stages.row(
                "DNS answers right: %d of %d"
                        .formatted(
                                dns.path("correct").asInt(0), dns.path("asked").asInt(0)),
                dnsSeconds > 0 ? seconds(dnsSeconds) : "not reached",
                dnsSeconds > 0 ? "+" + seconds(dnsSeconds - last) : "");
        lines.addAll(stages.lines());
        lines.addAll(faults());
        lines.add("");
        lines.add("%d machines at %d sites, %d clusters, %d apps on %d placements, %d events, %s s since the start"
                .formatted(
                        chain.machinesActive(),
                        chain.expected().sites(),
                        chain.clustersReady(),
                        chain.apps().size(),
                        chain.placementsAvailable(),
                        events,
                        seconds(totalSeconds)));
        return lines;
    }

    private List<String> faults() {
        Table table = new Table("FAULT", "INJECTED");
        faults.ifPresent(told -> told.path("injected")
                .properties()
                .forEach(kind -> table.row(kind.getKey(), kind.getValue().asString(""))));
        return faults.isPresent() ? table.lines() : List.of();
    }

    private List<String> answers() {
        Table table = new Table("ASKED AT", "FOR", "ANSWERED", "CLUSTER", "NEAREST", "RIGHT");
        int shown = 0;
        boolean all = dns.path("answers").size() <= MOST_ROWS;
        for (JsonNode answer : dns.path("answers")) {
            boolean right = answer.path("ok").asBoolean(false);
            if ((all || !right) && shown < MOST_ROWS) {
                shown++;
                List<String> addresses = new ArrayList<>();
                answer.path("answered").forEach(address -> addresses.add(address.asString("")));
                table.row(
                        answer.path("site").asString(""),
                        answer.path("name").asString(""),
                        String.join(" ", addresses),
                        answer.path("cluster").asString(""),
                        answer.path("expected").asString(""),
                        right ? "yes" : "NO");
            }
        }
        return shown == 0 ? List.of() : table.lines();
    }

    private static String seconds(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds);
    }
}
