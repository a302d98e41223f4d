package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.api.Watcher;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Table;
import dev.skerry.cli.output.Trees;
import dev.skerry.cli.output.View;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Prints what a watch says. A table comes whole with the first snapshot, then a row a change; in JSON a line an event, in YAML a
 * document an event.
 */
final class LivePrinter implements Watcher {

    private final Console console;
    private final Format format;
    private final View view;
    private final Map<String, JsonNode> first = new LinkedHashMap<>();
    private List<Integer> widths = List.of();
    private boolean following;

    LivePrinter(Console console, Format format, View view) {
        this.console = console;
        this.format = format;
        this.view = view;
    }

    @Override
    public void upsert(String key, JsonNode item) {
        if (format != Format.TABLE) {
            ObjectNode event = event("upsert", key);
            event.set("item", item);
            print(event);
        } else if (following) {
            row(view.row(item));
        } else {
            first.put(key, item);
        }
    }

    @Override
    public void delete(String key) {
        if (format != Format.TABLE) {
            print(event("delete", key));
        } else if (following) {
            console.out().println(key + " is gone");
        } else {
            first.remove(key);
        }
    }

    @Override
    public void synced() {
        if (format == Format.TABLE && !following) {
            following = true;
            widths = view.table(first.values()).widths();
            row(view.titles());
            first.values().forEach(item -> row(view.row(item)));
            first.clear();
        }
    }

    private void row(List<String> cells) {
        console.out().println(Table.line(cells, widths));
    }

    private static ObjectNode event(String event, String key) {
        return Trees.JSON.createObjectNode().put("event", event).put("key", key);
    }

    private void print(JsonNode event) {
        if (format == Format.JSON) {
            console.out().println(Trees.jsonLine(event));
        } else {
            console.out().println("---\n" + Trees.yaml(event));
        }
    }
}
