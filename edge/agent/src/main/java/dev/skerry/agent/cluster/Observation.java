package dev.skerry.agent.cluster;

import java.util.List;
import java.util.Map;

/**
 * A cluster as it is.
 *
 * @param capacity what the ready nodes have
 * @param used what the placements take of it
 * @param addresses where the cluster takes requests in: IPv4 and IPv6
 * @param nodesReady how many nodes are ready
 * @param apps what runs, by app; an app that was removed is missing as soon as nothing of it is left
 */
public record Observation(
        Resources capacity, Resources used, List<String> addresses, int nodesReady, Map<String, AppState> apps) {

    public Observation {
        addresses = List.copyOf(addresses);
        apps = Map.copyOf(apps);
    }

    /**
     * One app in the cluster.
     *
     * @param revision that was last applied
     * @param readyReplicas how many replicas serve
     * @param message for a person; empty when all is well
     */
    public record AppState(int revision, Phase phase, int readyReplicas, String message) {}
}
