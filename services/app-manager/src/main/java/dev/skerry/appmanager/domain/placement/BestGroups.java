package dev.skerry.appmanager.domain.placement;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The choice of {@code count} candidates with the largest sum of values within a {@link Spread} that has an upper bound: a
 * knapsack over groups, each of which gives its best k for some k, solved by dynamic programming in
 * O(candidates * max groups * count).
 */
final class BestGroups {

    /** Above so many steps no exact answer is sought; 50 million take about 100 ms. */
    private static final long MOST_STEPS = 50_000_000L;

    private static final long NONE = Long.MIN_VALUE;

    private final Spread spread;
    private final int count;
    private final ToLongFunction<Candidate> value;

    BestGroups(Spread spread, int count, ToLongFunction<Candidate> value) {
        this.spread = spread;
        this.count = count;
        this.value = value;
    }

    /**
     * Finds it.
     *
     * @return {@code count} candidates; empty when there is no such choice, or when looking for it would take too many steps
     */
    List<Candidate> of(List<Candidate> candidates) {
        List<List<Candidate>> groups = groups(candidates);
        int most = Math.min(Math.min(spread.max(), groups.size()), count);
        if ((long) candidates.size() * (most + 1) * (count + 1) > MOST_STEPS) {
            return List.of();
        }
        long[][] best = new long[most + 1][count + 1];
        for (long[] row : best) {
            Arrays.fill(row, NONE);
        }
        best[0][0] = 0;
        short[][][] given = new short[groups.size()][most + 1][count + 1];
        for (int g = 0; g < groups.size(); g++) {
            add(sums(groups.get(g)), best, given[g]);
        }
        int used = -1;
        for (int j = Math.max(spread.min(), 1); j <= most; j++) {
            if (best[j][count] != NONE && (used < 0 || best[j][count] > best[used][count])) {
                used = j;
            }
        }
        return used < 0 ? List.of() : trace(groups, given, used);
    }

    private List<List<Candidate>> groups(List<Candidate> candidates) {
        Map<String, List<Candidate>> byGroup = new TreeMap<>();
        for (Candidate candidate : candidates) {
            byGroup.computeIfAbsent(spread.group(candidate), _ -> new ArrayList<>())
                    .add(candidate);
        }
        List<List<Candidate>> groups = new ArrayList<>(byGroup.values());
        for (List<Candidate> group : groups) {
            group.sort(Comparator.comparingLong(value).reversed().thenComparing(Candidate::id));
        }
        return groups;
    }

    private long[] sums(List<Candidate> group) {
        long[] sums = new long[Math.min(Math.min(group.size(), count), Short.MAX_VALUE) + 1];
        for (int k = 1; k < sums.length; k++) {
            sums[k] = sums[k - 1] + value.applyAsLong(group.get(k - 1));
        }
        return sums;
    }

    private void add(long[] sums, long[][] best, short[][] given) {
        for (int j = best.length - 1; j >= 1; j--) {
            for (int n = count; n >= 1; n--) {
                for (int k = 1; k < sums.length && k <= n; k++) {
                    long before = best[j - 1][n - k];
                    if (before != NONE && before + sums[k] > best[j][n]) {
                        best[j][n] = before + sums[k];
                        given[j][n] = (short) k;
                    }
                }
            }
        }
    }

    private List<Candidate> trace(List<List<Candidate>> groups, short[][][] given, int used) {
        List<Candidate> chosen = new ArrayList<>(count);
        int j = used;
        int n = count;
        for (int g = groups.size() - 1; g >= 0 && j > 0; g--) {
            int k = given[g][j][n];
            if (k > 0) {
                chosen.addAll(groups.get(g).subList(0, k));
                j--;
                n -= k;
            }
        }
        return chosen;
    }
}
