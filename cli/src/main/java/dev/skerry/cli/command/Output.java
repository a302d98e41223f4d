package dev.skerry.cli.command;

import dev.skerry.cli.Console;
import dev.skerry.cli.output.Format;
import dev.skerry.cli.output.Trees;
import dev.skerry.cli.output.View;
import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** In what form a command writes its data. */
final class Output {

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            description = "table, json or yaml. Default: ${DEFAULT-VALUE}.",
            defaultValue = "table")
    private Format format = Format.TABLE;

    Format format() {
        return format;
    }

    /** A list: a table of its items, or as it is. */
    void list(Console console, JsonNode answer, View view) {
        if (format == Format.TABLE) {
            view.table(answer.path("items")).lines().forEach(console.out()::println);
        } else {
            tree(console, answer);
        }
    }

    /** One item: a table of one row, or as it is. */
    void item(Console console, JsonNode item, View view) {
        if (format == Format.TABLE) {
            view.table(List.of(item)).lines().forEach(console.out()::println);
        } else {
            tree(console, item);
        }
    }

    /** What the answer to a request says: that it was asked for, and by which event. @param what was requested, in words */
    void requested(Console console, String what, JsonNode answer) {
        if (format == Format.TABLE) {
            console.out()
                    .println("%s requested  %s"
                            .formatted(what, answer.path("eventId").asString("")));
        } else {
            tree(console, answer);
        }
    }

    /** A tree as JSON, or as YAML for every other format. */
    void tree(Console console, JsonNode tree) {
        console.out().println(format == Format.JSON ? Trees.json(tree) : Trees.yaml(tree));
    }
}
