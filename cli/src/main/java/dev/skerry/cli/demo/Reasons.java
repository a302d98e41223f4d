package dev.skerry.cli.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What a chain has not come to, each with the fleet's own reason. */
final class Reasons {

    private static final int MOST = 20;

    private final List<String> reasons = new ArrayList<>();
    private int left;

    private Reasons() {}

    /** At most 20 reasons a kind; then how many more there are. */
    static List<String> of(Chain chain) {
        Reasons reasons = new Reasons();
        reasons.machines(chain);
        reasons.more("machines");
        reasons.clusters(chain);
        reasons.more("clusters");
        reasons.apps(chain);
        reasons.more("apps and placements");
        reasons.names(chain);
        reasons.more("names");
        return reasons.reasons;
    }

    private void machines(Chain chain) {
        int known = chain.seen().machines().size();
        if (known < chain.expected().machines()) {
            add("machines: %d of %d are known".formatted(known, chain.expected().machines()));
        }
        chain.seen().machines().values().stream()
                .filter(machine -> !chain.standsRight(machine))
                .forEach(machine -> add("machine %s at %s is %s%s"
                        .formatted(
                                text(machine, "name"),
                                text(machine, "site"),
                                text(machine, "lifecycle"),
                                because(machine, "reason", "progress"))));
    }

    private void clusters(Chain chain) {
        for (String id : chain.clusters()) {
            JsonNode cluster = chain.seen().clusters().get(id);
            if (cluster == null) {
                add("cluster " + id + " is not there");
            } else if (!chain.isReady(id)) {
                StringBuilder conditions = new StringBuilder();
                cluster.path("conditions").forEach(condition -> {
                    if (!condition.path("holds").asBoolean(false)) {
                        conditions
                                .append(", not ")
                                .append(text(condition, "type"))
                                .append(because(condition, "reason"));
                    }
                });
                add("cluster %s is %s%s%s"
                        .formatted(id, text(cluster, "phase"), because(cluster, "reason"), conditions));
            }
        }
    }

    private void apps(Chain chain) {
        for (String id : chain.apps()) {
            JsonNode app = chain.seen().apps().get(id);
            if (app == null) {
                add("app " + id + " is not there");
            } else if (!chain.isAvailable(id)) {
                add("app %s is %s%s".formatted(id, text(app, "phase"), because(app, "reason")));
            }
        }
        chain.seen().placements().values().stream()
                .filter(placement -> !List.of("AVAILABLE", "GONE").contains(text(placement, "phase")))
                .forEach(placement -> add("placement of %s on %s is %s%s"
                        .formatted(
                                text(placement, "app"),
                                text(placement, "clusterId"),
                                text(placement, "phase"),
                                because(placement, "reason"))));
    }

    private void names(Chain chain) {
        chain.expected().names().forEach((app, name) -> {
            if (!chain.isNamed(app)) {
                Optional<JsonNode> record =
                        Optional.ofNullable(chain.seen().records().get(name));
                add("name %s of %s %s"
                        .formatted(
                                name,
                                app,
                                record.map(found -> "answers from "
                                                + found.path("targets").size()
                                                + " clusters, not those on which the app is available")
                                        .orElse("has no record")));
            }
        });
    }

    private void add(String reason) {
        if (left < MOST) {
            reasons.add(reason);
        }
        left++;
    }

    private void more(String what) {
        if (left > MOST) {
            reasons.add("and %d more %s".formatted(left - MOST, what));
        }
        left = 0;
    }

    private static String text(JsonNode item, String member) {
        return item.path(member).asString("");
    }

    private static String because(JsonNode item, String... members) {
        for (String member : members) {
            if (!text(item, member).isEmpty()) {
                return ": " + text(item, member);
            }
        }
        return "";
    }
}
