package dev.skerry.sim.ipxe;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** How a line falls into commands, and a command into words. */
final class Line {

    static final String AND = "&&";
    static final String OR = "||";

    private static final Set<String> OPTIONS_WITH_VALUE =
            Set.of("--name", "-n", "--timeout", "-t", "--drive", "-d", "--filename", "-f");

    /** @param separator {@code &&}, {@code ||}, or empty when there is no rest */
    record Split(String command, String separator, String rest) {}

    private Line() {}

    static Split split(String line) {
        String padded = line + " ";
        int and = padded.indexOf(" " + AND + " ");
        int or = padded.indexOf(" " + OR + " ");
        int at = and < 0 || (or >= 0 && or < and) ? or : and;
        return at < 0
                ? new Split(line, "", "")
                : new Split(
                        line.substring(0, at),
                        line.substring(at + 1, at + 3),
                        line.substring(at + 3).strip());
    }

    static List<String> words(String command) {
        return Arrays.stream(command.strip().split("\\s+"))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    /** What follows the command and its options. */
    static List<String> operands(List<String> words) {
        int index = 1;
        while (index < words.size() && words.get(index).startsWith("-")) {
            index += OPTIONS_WITH_VALUE.contains(words.get(index)) ? 2 : 1;
        }
        return words.subList(Math.min(index, words.size()), words.size());
    }
}
