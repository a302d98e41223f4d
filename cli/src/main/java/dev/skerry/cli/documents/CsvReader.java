package dev.skerry.cli.documents;

import dev.skerry.cli.documents.CsvMachines.Row;
import java.util.ArrayList;
import java.util.List;

/** Splits CSV (RFC 4180) into rows. Empty lines and lines that begin with # are left out; a byte order mark is skipped. */
final class CsvReader {

    private final String file;
    private final String text;
    private final List<Row> rows = new ArrayList<>();
    private int at;
    private int line = 1;

    CsvReader(String file, String text) {
        this.file = file;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    List<Row> rows() {
        while (at < text.length()) {
            int begun = line;
            if (text.charAt(at) == '#') {
                skipLine();
            } else {
                List<String> cells = row();
                if (cells.size() > 1 || !cells.getFirst().isBlank()) {
                    rows.add(new Row(begun, cells));
                }
            }
        }
        return rows;
    }

    private void skipLine() {
        while (at < text.length() && !endOfLine()) {
            at++;
        }
    }

    private List<String> row() {
        List<String> cells = new ArrayList<>();
        while (true) {
            cells.add(at < text.length() && text.charAt(at) == '"' ? quoted() : plain());
            if (at >= text.length() || endOfLine()) {
                return cells;
            }
            at++;
        }
    }

    private String plain() {
        int begun = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(begun, at);
    }

    private String quoted() {
        int begun = line;
        StringBuilder cell = new StringBuilder();
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"' && at + 1 < text.length() && text.charAt(at + 1) == '"') {
                at++;
            } else if (c == '"') {
                at++;
                if (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
                    throw Document.refused(
                            file + ": line " + line, "text follows a closing quote", "write a quote in a cell twice");
                }
                return cell.toString();
            } else if (c == '\n') {
                line++;
            }
            cell.append(c);
        }
        throw Document.refused(file + ": line " + begun, "a quoted cell has no end", "close it with a double quote");
    }

    /** Steps over a line's end if there is one. */
    private boolean endOfLine() {
        if (text.charAt(at) == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n') {
            at += 2;
        } else if (text.charAt(at) == '\n' || text.charAt(at) == '\r') {
            at++;
        } else {
            return false;
        }
        line++;
        return true;
    }
}
