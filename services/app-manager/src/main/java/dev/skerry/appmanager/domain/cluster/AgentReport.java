package dev.skerry.appmanager.domain.cluster;

import dev.skerry.appmanager.domain.Resources;
import java.util.List;
import java.util.Map;

/**
 * What an agent says.
 *
 * @param sequence grows with each report, from 1; starts again when the agent lost its disk
 * @param generation the newest desired state that it applied
 * @param agentVersion its version
 * @param capacity what the nodes have
 * @param used what the placements take of it
 * @param addresses where the cluster takes requests in
 * @param apps how each app is
 */
public record AgentReport(
        long sequence,
        long generation,
        String agentVersion,
        Resources capacity,
        Resources used,
        List<String> addresses,
        Map<String, AppReport> apps) {

    public AgentReport {
        addresses = List.copyOf(addresses);
        apps = Map.copyOf(apps);
    }
}
