package dev.skerry.cli.documents;

import dev.skerry.cli.output.Trees;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Machines as CSV (RFC 4180), one a line under a header. The columns {@code mac} and {@code site} are needed; {@code name},
 * {@code bmc_protocol}, {@code bmc_address} and {@code bmc_credentials} may follow, in any order. Several MACs stand in one cell with
 * spaces between, the one that network-boots first.
 */
final class CsvMachines {

    private static final List<String> NEEDED = List.of("mac", "site");
    private static final List<String> KNOWN =
            List.of("mac", "site", "name", "bmc_protocol", "bmc_address", "bmc_credentials");

    private final String file;

    CsvMachines(String file) {
        this.file = file;
    }

    /**
     * The machines' documents.
     *
     * @throws dev.skerry.cli.CommandException naming the line when a column is missing, unknown or twice there, or a line is longer or
     *     shorter than the header
     */
    List<Document> parse(String text) {
        List<Row> rows = new CsvReader(file, text).rows();
        if (rows.isEmpty()) {
            throw Document.refused(file, "it is empty", "begin it with the header " + String.join(",", KNOWN));
        }
        List<String> header = header(rows.getFirst());
        List<Document> documents = new ArrayList<>();
        for (Row row : rows.subList(1, rows.size())) {
            documents.add(document(header, row));
        }
        if (documents.isEmpty()) {
            throw Document.refused(file, "there is no machine below the header", "write one a line");
        }
        return documents;
    }

    /**
     * A line's cells.
     *
     * @param line the line in the file at which it begins, from 1
     */
    record Row(int line, List<String> cells) {}

    private List<String> header(Row row) {
        List<String> header = row.cells().stream().map(String::strip).toList();
        for (String needed : NEEDED) {
            if (!header.contains(needed)) {
                throw Document.refused(
                        file,
                        "the column \"%s\" is missing: the header is \"%s\""
                                .formatted(needed, String.join(",", header)),
                        "add it; the columns are mac,site and, where wanted, name,bmc_protocol,bmc_address,bmc_credentials");
            }
        }
        HashSet<String> seen = new HashSet<>();
        for (String title : header) {
            if (!KNOWN.contains(title)) {
                throw Document.refused(
                        file, "the column \"%s\" is not known".formatted(title), "use " + String.join(",", KNOWN));
            }
            if (!seen.add(title)) {
                throw Document.refused(
                        file, "the column \"%s\" stands twice".formatted(title), "leave one of them out");
            }
        }
        return header;
    }

    private Document document(List<String> header, Row row) {
        String where = file + ": line " + row.line();
        if (row.cells().size() != header.size()) {
            throw Document.refused(
                    where,
                    "it has %d cells under %d columns".formatted(row.cells().size(), header.size()),
                    "write one cell a column; a cell with a comma stands in double quotes");
        }
        Map<String, String> cells = new HashMap<>();
        for (int i = 0; i < header.size(); i++) {
            cells.put(header.get(i), row.cells().get(i).strip());
        }
        for (String needed : NEEDED) {
            if (cells.getOrDefault(needed, "").isEmpty()) {
                throw Document.refused(where, "the cell \"%s\" is empty".formatted(needed), "fill it in");
            }
        }
        return Document.of(where, tree(cells));
    }

    private static ObjectNode tree(Map<String, String> cells) {
        ObjectNode tree = Trees.JSON.createObjectNode();
        tree.put("apiVersion", "skerry.dev/v1").put("kind", "Machine");
        String name = cells.getOrDefault("name", "");
        if (!name.isEmpty()) {
            tree.putObject("metadata").put("name", name);
        }
        ObjectNode spec = tree.putObject("spec");
        spec.put("site", cells.getOrDefault("site", ""));
        ArrayNode macs = spec.putArray("macs");
        for (String mac : cells.getOrDefault("mac", "").split("[ ;]+", -1)) {
            if (!mac.isEmpty()) {
                macs.add(mac);
            }
        }
        String protocol = cells.getOrDefault("bmc_protocol", "");
        String address = cells.getOrDefault("bmc_address", "");
        String credentials = cells.getOrDefault("bmc_credentials", "");
        if (!protocol.isEmpty() || !address.isEmpty() || !credentials.isEmpty()) {
            ObjectNode bmc = spec.putObject("bmc");
            putUnlessEmpty(bmc, "protocol", protocol);
            putUnlessEmpty(bmc, "address", address);
            putUnlessEmpty(bmc, "credentialsRef", credentials);
        }
        return tree;
    }

    private static void putUnlessEmpty(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }
}
