package dev.skerry.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Which cells a table shows of an item of a collection. */
public final class View {

    private final List<String> titles = new ArrayList<>();
    private final List<Function<JsonNode, String>> cells = new ArrayList<>();

    /** Adds a column. */
    public View column(String title, Function<JsonNode, String> cell) {
        titles.add(title);
        cells.add(cell);
        return this;
    }

    /** Adds a column that shows a member as it is. */
    public View column(String title, String member) {
        return column(title, item -> text(item.path(member)));
    }

    /** A table of items. */
    public Table table(Iterable<JsonNode> items) {
        Table table = new Table(titles);
        items.forEach(item -> table.row(row(item)));
        return table;
    }

    /** One item's cells. */
    public List<String> row(JsonNode item) {
        return cells.stream().map(cell -> cell.apply(item)).toList();
    }

    /** The titles. */
    public List<String> titles() {
        return List.copyOf(titles);
    }

    /** A scalar as text, a list with commas between, nothing for what is missing or null. */
    public static String text(JsonNode node) {
        if (node.isArray()) {
            List<String> parts = new ArrayList<>();
            node.forEach(part -> parts.add(text(part)));
            return String.join(",", parts);
        }
        return node.isObject() ? Trees.jsonLine(node) : node.asString("");
    }
}
