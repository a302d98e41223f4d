package dev.skerry.dnsregistry.domain;

import dev.skerry.dnsregistry.domain.Address.Family;
import java.util.Arrays;
import java.util.List;

/**
 * Longest prefix match: a binary trie for each family, immutable once made. A look-up costs at most the length of an address, however
 * many prefixes there are.
 */
final class PrefixTable {

    /** One entry: the prefix, and the number (from 0) that it stands for. */
    record Entry(Prefix prefix, int value) {}

    /** Of a prefix that nothing was entered for. */
    static final int NONE = -1;

    private final Trie v4;
    private final Trie v6;

    /** Makes the table. Where a prefix is entered twice, the first entry counts. */
    PrefixTable(List<Entry> entries) {
        v4 = new Trie();
        v6 = new Trie();
        for (Entry entry : entries) {
            of(entry.prefix().address().family()).enter(entry.prefix(), entry.value());
        }
    }

    /**
     * Finds the longest entered prefix that holds all of {@code asked}.
     *
     * @return its value with the scope in the sense of RFC 7871, section 7.2.1: every address that shares this many leading bits with
     *     {@code asked} has the same match. It is longer than {@code asked} when that is too short to tell.
     */
    Match find(Prefix asked) {
        return of(asked.address().family()).find(asked);
    }

    /** What {@link #find} found: a value or {@link #NONE}, and the scope in bits. */
    record Match(int value, int scope) {}

    private Trie of(Family family) {
        return switch (family) {
            case IPV4 -> v4;
            case IPV6 -> v6;
        };
    }

    /** Nodes are numbers; node 0 is the root, and as a child 0 means that there is none. */
    private static final class Trie {

        private int[] zero = new int[64];
        private int[] one = new int[64];
        private int[] value = filled(64);
        private int size = 1;

        void enter(Prefix prefix, int number) {
            int node = 0;
            for (int depth = 0; depth < prefix.length(); depth++) {
                int[] side = prefix.address().bit(depth) ? one : zero;
                if (side[node] == 0) {
                    int made = size++;
                    side[node] = made;
                    if (size == value.length) {
                        grow();
                    }
                    node = made;
                } else {
                    node = side[node];
                }
            }
            if (value[node] == NONE) {
                value[node] = number;
            }
        }

        Match find(Prefix asked) {
            int node = 0;
            int best = NONE;
            for (int depth = 0; ; depth++) {
                if (value[node] != NONE) {
                    best = value[node];
                }
                if (zero[node] == 0 && one[node] == 0) {
                    return new Match(best, depth);
                }
                if (depth == asked.length()) {
                    return new Match(best, depth + 1);
                }
                int next = asked.address().bit(depth) ? one[node] : zero[node];
                if (next == 0) {
                    return new Match(best, depth + 1);
                }
                node = next;
            }
        }

        private void grow() {
            int length = value.length;
            zero = Arrays.copyOf(zero, 2 * length);
            one = Arrays.copyOf(one, 2 * length);
            value = Arrays.copyOf(value, 2 * length);
            Arrays.fill(value, length, 2 * length, NONE);
        }

        private static int[] filled(int length) {
            int[] values = new int[length];
            Arrays.fill(values, NONE);
            return values;
        }
    }
}
