package dev.skerry.cli.output;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Columns that are as wide as their widest cell, two spaces apart. */
public final class Table {

    private final List<List<String>> rows = new ArrayList<>();

    public Table(String... titles) {
        rows.add(List.of(titles));
    }

    public Table(List<String> titles) {
        rows.add(List.copyOf(titles));
    }

    /** Adds a row; an empty cell is shown as a hyphen. */
    public Table row(List<String> cells) {
        if (cells.size() != rows.getFirst().size()) {
            throw new IllegalArgumentException("a row of " + cells.size() + " cells under " + rows.getFirst());
        }
        rows.add(cells.stream().map(Table::shown).toList());
        return this;
    }

    /** Adds a row. */
    public Table row(String... cells) {
        return row(List.of(cells));
    }

    private static String shown(String cell) {
        String line = cell.replaceAll("\\s+", " ").strip();
        return line.isEmpty() ? "-" : line;
    }

    /** How wide each column is, characters. */
    public List<Integer> widths() {
        return IntStream.range(0, rows.getFirst().size())
                .mapToObj(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toList();
    }

    /** The lines with the titles first, without spaces at their ends. */
    public List<String> lines() {
        List<Integer> widths = widths();
        return rows.stream().map(row -> line(row, widths)).toList();
    }

    /** One line of columns of those widths; what is wider pushes the rest to the right. */
    public static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.size(); i++) {
            String cell = shown(row.get(i));
            line.append(cell).append(" ".repeat(Math.max(0, widths.get(i) - cell.length()) + 2));
        }
        return line.toString().stripTrailing();
    }
}
