package dev.skerry.appmanager.domain.placement;

/** How good a cluster is for an app, among those that can take it. Pure. Equals are ordered by free part, then by id. */
@FunctionalInterface
public interface Scorer {

    /** Prefers clusters with the largest free part: the order in which a {@link FleetView} yields them. */
    Scorer HEADROOM = new Scorer() {
        @Override
        public long score(Ask ask, Candidate candidate) {
            return candidate.headroom();
        }

        @Override
        public boolean followsTheView() {
            return true;
        }
    };

    /** Higher is better. */
    long score(Ask ask, Candidate candidate);

    /** Whether the view's order is this one's, so that not every cluster needs to be looked at. */
    default boolean followsTheView() {
        return false;
    }
}
