package dev.skerry.agent.cluster;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Everything that a cluster is to run; what is not in it is to be removed.
 *
 * @param generation grows with each change, from 1
 */
public record DesiredState(long generation, List<Placement> placements) {

    public DesiredState {
        if (placements == null) {
            throw new IllegalArgumentException(
                    "a desired state must say its placements: without any, everything would be removed");
        }
        placements = List.copyOf(placements);
    }

    public Set<String> apps() {
        return placements.stream().map(Placement::app).collect(Collectors.toUnmodifiableSet());
    }
}
