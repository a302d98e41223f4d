package dev.skerry.sim.dns;

import dev.skerry.sim.world.Site;
import java.util.Collection;
import java.util.Optional;

/** What the right answer is: by looking at every cluster. */
public final class Nearest {

    /** A cluster that serves an app. */
    public record Candidate(String clusterId, Site site) {}

    private Nearest() {}

    /** The candidate with the shortest way from a site; of two equally near ones the first by its id. */
    public static Optional<Candidate> to(Site asker, Collection<Candidate> candidates) {
        Candidate best = null;
        double shortest = Double.POSITIVE_INFINITY;
        for (var candidate : candidates) {
            double way = asker.kilometresTo(candidate.site());
            boolean nearer = way < shortest
                    || (way == shortest && best != null && candidate.clusterId().compareTo(best.clusterId()) < 0);
            if (nearer) {
                best = candidate;
                shortest = way;
            }
        }
        return Optional.ofNullable(best);
    }
}
