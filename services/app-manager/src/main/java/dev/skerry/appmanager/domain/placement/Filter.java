package dev.skerry.appmanager.domain.placement;

import java.util.List;

/** One condition that a cluster must meet to take an app. Pure. */
public interface Filter {

    boolean admits(Ask ask, Candidate candidate);

    /** Why this candidate is not admitted, for a person. Equal reasons are shown together. */
    String reason(Ask ask, Candidate candidate);

    /**
     * What the fleet lacks when no cluster passes this filter.
     *
     * @param refused the candidates that passed all filters before this one, none of which passed it; never empty. The last
     *     filter, about room, is told only those with the largest free amount in each dimension and those that the app has
     */
    String lack(Ask ask, List<Candidate> refused);
}
