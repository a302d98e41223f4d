package dev.skerry.appmanager.domain.placement;

import dev.skerry.appmanager.domain.Verdict;
import java.util.List;

/**
 * What the engine found.
 *
 * @param satisfied whether the policy is met in full
 * @param lack what is missing, for a person; empty when satisfied
 * @param taken the clusters that are to run the app, and how much of it. When not satisfied these are the ones that can keep
 *     what they have, and for an app that runs everywhere those that have room
 */
public record Decision(boolean satisfied, String lack, List<Verdict> taken) {

    public Decision {
        taken = List.copyOf(taken);
    }
}
