package dev.skerry.dnsregistry.domain;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Which cluster is nearest to a site: by great-circle distance, ties by cluster id. */
public final class Ranking {

    private Ranking() {}

    /**
     * The nearest of some targets. A target at a site that is not on record comes after all others.
     *
     * @param asker where the asker is
     * @param targets any order
     * @param sites where targets are
     * @return empty when there are no targets
     */
    public static Optional<Target> nearest(Site asker, List<Target> targets, Sites sites) {
        return targets.stream()
                .map(target -> new Ranked(kilometres(asker, target, sites), target))
                .min(Comparator.comparingDouble(Ranked::kilometres)
                        .thenComparing(ranked -> ranked.target().clusterId()))
                .map(Ranked::target);
    }

    private static double kilometres(Site asker, Target target, Sites sites) {
        return sites.named(target.site())
                .map(site -> asker.location().kilometresTo(site.location()))
                .orElse(Double.POSITIVE_INFINITY);
    }

    private record Ranked(double kilometres, Target target) {}
}
