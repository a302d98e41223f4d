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
        placements = List.copyOf(Placement.orElse(placements, List.of()));
    }

    public Set<String> apps() {
        return placements.stream().map(Placement::app).collect(Collectors.toUnmodifiableSet());
    }
}
