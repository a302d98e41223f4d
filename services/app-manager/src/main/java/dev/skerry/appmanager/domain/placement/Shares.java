package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Division;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** How an app's replicas are divided over the clusters chosen for it. */
final class Shares {

    private Shares() {}

    /**
     * Divides them: at least one each, never more than fits, otherwise in proportion to what fits (largest remainder, equals by
     * id). Clusters that hold a share keep it while the sum is right.
     *
     * @param chosen not empty
     * @return the replicas of each, in the order of {@code chosen}; their sum is less than asked for only where less fits
     */
    static int[] of(Ask ask, List<Candidate> chosen) {
        int[] shares = new int[chosen.size()];
        if (ask.policy().division() == Division.PER_CLUSTER) {
            Arrays.fill(shares, ask.policy().replicas());
            return shares;
        }
        long[] fits = chosen.stream().mapToLong(c -> c.fits(ask.replica())).toArray();
        long total = Math.min(
                Math.max(ask.policy().replicas(), chosen.size()),
                Arrays.stream(fits).sum());
        if (!keep(chosen, fits, total, shares)) {
            divide(everyIndex(chosen.size()), chosen, fits, total, shares);
        }
        return shares;
    }

    private static boolean keep(List<Candidate> chosen, long[] fits, long total, int[] shares) {
        List<Integer> added = new ArrayList<>();
        long missing = total;
        long room = 0;
        for (int i = 0; i < shares.length; i++) {
            Candidate candidate = chosen.get(i);
            if (candidate.kept()) {
                shares[i] = candidate.holding().orElseThrow().replicas();
                missing -= shares[i];
                if (shares[i] > fits[i]) {
                    return false;
                }
            } else {
                added.add(i);
                room += fits[i];
            }
        }
        if (missing < added.size() || missing > room) {
            return false;
        }
        if (!added.isEmpty()) {
            divide(added, chosen, fits, missing, shares);
        }
        return true;
    }

    /** Gives {@code total} to the clusters at {@code indices}; needs their number <= total <= what fits on them. */
    private static void divide(List<Integer> indices, List<Candidate> chosen, long[] fits, long total, int[] shares) {
        long spare = total - indices.size();
        long weights = indices.stream().mapToLong(i -> fits[i] - 1).sum();
        long given = 0;
        for (int i : indices) {
            long share = weights == 0 ? 0 : spare * (fits[i] - 1) / weights;
            shares[i] = Math.toIntExact(1 + share);
            given += share;
        }
        List<Integer> byRemainder = new ArrayList<>(indices);
        byRemainder.sort(Comparator.<Integer>comparingLong(i -> weights == 0 ? 0 : spare * (fits[i] - 1) % weights)
                .reversed()
                .thenComparing(i -> chosen.get(i).id()));
        for (int i : byRemainder.subList(0, Math.toIntExact(spare - given))) {
            shares[i]++;
        }
    }

    private static List<Integer> everyIndex(int size) {
        List<Integer> indices = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            indices.add(i);
        }
        return indices;
    }
}
