package dev.skerry.cli.documents;

import dev.skerry.cli.CommandException;
import dev.skerry.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/**
 * One document of a file.
 *
 * @param kind what it describes
 * @param name what it is called: the name, tenant/name of an app, the first MAC of a machine without a name; empty when it has none
 * @param place where it stands, such as {@code fleet.yaml: document 3 (Machine cph-1)}
 * @param tree the whole document
 */
public record Document(Kind kind, String name, String place, JsonNode tree) {

    /**
     * Reads a document's kind and name and nothing else: whether it is right is judged by the fleet.
     *
     * @param where such as {@code fleet.yaml: document 3}
     * @throws CommandException when it is not a mapping or of no known kind
     */
    static Document of(String where, JsonNode tree) {
        if (!tree.isObject()) {
            throw refused(where, "this is not a document", "start it with apiVersion, kind, metadata and spec");
        }
        String title = tree.path("kind").asString("");
        if (title.isEmpty()) {
            throw refused(where, "kind: is missing", "write one of " + Kind.titles());
        }
        Kind kind = Kind.of(title)
                .orElseThrow(
                        () -> refused(where, "kind: \"" + title + "\" is not known", "write one of " + Kind.titles()));
        String name = name(kind, tree);
        return new Document(kind, name, "%s (%s)".formatted(where, (title + " " + name).strip()), tree);
    }

    private static String name(Kind kind, JsonNode tree) {
        JsonNode metadata = tree.path("metadata");
        String name = metadata.path("name").asString("");
        if (kind == Kind.APP) {
            return metadata.path("tenant").asString("") + "/" + name;
        }
        return name.isEmpty() && kind == Kind.MACHINE
                ? tree.path("spec").path("macs").path(0).asString("")
                : name;
    }

    /** The MACs that it names, in the form in which they are compared. */
    List<String> macs() {
        List<String> macs = new ArrayList<>();
        if (kind == Kind.MACHINE) {
            tree.path("spec")
                    .path("macs")
                    .forEach(mac ->
                            macs.add(mac.asString("").toLowerCase(Locale.ROOT).replace('-', ':')));
        }
        return macs;
    }

    /** A refusal with the place in front and the remedy behind. */
    static CommandException refused(String where, String what, String remedy) {
        return new CommandException(ExitCode.REFUSED, where + ": " + what + "; " + remedy);
    }
}
