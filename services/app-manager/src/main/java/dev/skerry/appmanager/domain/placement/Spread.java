package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.SpreadOver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/**
 * Bounds on the number of groups that chosen clusters come from.
 *
 * @param over what makes a group
 * @param min at least so many
 * @param max at most so many; {@link Integer#MAX_VALUE} for any number
 */
record Spread(SpreadOver over, int min, int max) {

    static Spread of(PlacementPolicy policy) {
        return policy.spread() == SpreadOver.NONE
                ? new Spread(SpreadOver.NONE, 1, Integer.MAX_VALUE)
                : new Spread(
                        policy.spread(),
                        policy.spreadMin(),
                        policy.spreadMax() == 0 ? Integer.MAX_VALUE : policy.spreadMax());
    }

    String group(Candidate candidate) {
        return over.group(candidate.cluster());
    }

    /**
     * Takes candidates in order, passing over those that would break a bound. Without an upper bound it finds {@code count} of them
     * whenever that is possible, and no other choice has a better sum of any score that falls along the order.
     *
     * @return {@code count} candidates, or fewer when it finds no more
     */
    List<Candidate> pick(Iterator<Candidate> inOrder, int count) {
        List<Candidate> picked = new ArrayList<>(Math.min(count, 64));
        Set<String> groups = new HashSet<>();
        while (picked.size() < count && inOrder.hasNext()) {
            Candidate candidate = inOrder.next();
            String group = group(candidate);
            int left = count - picked.size();
            boolean hit = groups.contains(group);
            if (hit ? left > min - groups.size() : groups.size() < max) {
                groups.add(group);
                picked.add(candidate);
            }
        }
        return picked;
    }

    /** Whether a choice keeps both bounds. */
    boolean holdsFor(List<Candidate> chosen) {
        Set<String> groups = new HashSet<>();
        for (Candidate candidate : chosen) {
            groups.add(group(candidate));
        }
        return groups.size() >= min && groups.size() <= max;
    }
}
