package dev.skerry.cli.demo;

import dev.skerry.cli.Console;
import dev.skerry.cli.output.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Tells on stderr what happens, with the seconds since the documents began to be applied. */
final class Narrator implements FleetView.ChangeListener {

    /** In larger worlds the counts alone tell more than a line a cluster. */
    private static final int MOST_CLUSTERS = 12;

    private final Console console;
    private final boolean detailed;
    private final long begun = System.nanoTime();
    private String last = "";

    Narrator(Console console, int clusters) {
        this.console = console;
        this.detailed = clusters <= MOST_CLUSTERS;
    }

    /** Seconds since the documents began to be applied. */
    double seconds() {
        return (System.nanoTime() - begun) / 1e9;
    }

    void say(String what) {
        console.say(String.format(Locale.ROOT, "%7.1f s  %s", seconds(), what));
    }

    /** Says how far the chain is, unless that was just said. */
    void say(Chain chain) {
        String line = chain.line();
        if (!line.equals(last)) {
            last = line;
            say(line);
        }
    }

    @Override
    public void changed(String collection, String key, Optional<JsonNode> before, JsonNode now) {
        if (!detailed) {
            return;
        }
        switch (collection) {
            case "clusters" -> {
                if (differs(before, now, "phase") || differs(before, now, "reason")) {
                    say("  cluster %s: %s %s"
                            .formatted(key, lower(now, "phase"), text(now, "reason"))
                            .stripTrailing());
                }
            }
            case "apps" -> {
                if (differs(before, now, "phase")) {
                    say("  app %s: %s %s"
                            .formatted(key, lower(now, "phase"), text(now, "reason"))
                            .stripTrailing());
                }
            }
            case "records" -> {
                List<String> targets = new ArrayList<>();
                now.path("targets")
                        .forEach(target -> targets.add(
                                text(target, "clusterId") + " (" + View.text(target.path("addresses")) + ")"));
                say("  name %s answers from %s"
                        .formatted(key, targets.isEmpty() ? "nobody" : String.join(", ", targets)));
            }
            default -> {
                // Machines and placements are counted, there are too many of them.
            }
        }
    }

    private static boolean differs(Optional<JsonNode> before, JsonNode now, String member) {
        return before.filter(old -> text(old, member).equals(text(now, member))).isEmpty();
    }

    private static String text(JsonNode item, String member) {
        return item.path(member).asString("");
    }

    private static String lower(JsonNode item, String member) {
        return text(item, member).toLowerCase(Locale.ROOT);
    }
}
