package dev.skerry.appmanager.rest.documents;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Guesses what a mistyped name was to be: the least Levenshtein distance, at most a third of the name and never above 3. */
public final class Nearest {

    private Nearest() {}

    /** The nearest of the names, or empty when none is near; ties go to the first in alphabetical order. */
    public static Optional<String> to(String typed, Collection<String> names) {
        String given = typed.toLowerCase(Locale.ROOT);
        int furthest = Math.clamp(given.length() / 3, 1, 3);
        return names.stream()
                .filter(name -> Math.abs(name.length() - given.length()) <= furthest)
                .filter(name -> distance(given, name.toLowerCase(Locale.ROOT)) <= furthest)
                .min(Comparator.comparingInt((String name) -> distance(given, name.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** Wagner and Fischer, "The String-to-String Correction Problem" (1974), with two rows. */
    private static int distance(String a, String b) {
        int[] before = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            before[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = before[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(before[j], row[j - 1]));
            }
            before = row;
        }
        return before[b.length()];
    }
}
