package dev.skerry.agent;

import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Observation.AppState;
import dev.skerry.agent.cluster.Phase;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What an agent tells the centre, as in docs/protocols.md. */
record Report(
        long sequence,
        long generation,
        String agentVersion,
        Resources capacity,
        Resources used,
        List<String> addresses,
        int nodesReady,
        List<OfApp> placements) {

    record OfApp(String app, int revision, Phase phase, int readyReplicas, String message) {}

    /**
     * Everything but the sequence.
     *
     * @param wanted the placements that are to run
     * @param refusals why some of them could not be applied, by app
     * @param departures revisions of the apps that are to go, or went, by app
     */
    static Report of(
            long generation,
            String agentVersion,
            List<Placement> wanted,
            Map<String, String> refusals,
            Map<String, Integer> departures,
            Observation seen) {
        var placements = new ArrayList<OfApp>();
        var told = new HashSet<String>();
        for (Placement placement : wanted) {
            told.add(placement.app());
            placements.add(of(placement, refusals, seen));
        }
        departures.forEach((app, revision) -> {
            if (told.add(app)) {
                var running = seen.apps().get(app);
                placements.add(
                        running == null
                                ? new OfApp(app, revision, Phase.GONE, 0, "")
                                : new OfApp(
                                        app, revision, Phase.PROGRESSING, running.readyReplicas(), "is being removed"));
            }
        });
        placements.sort((a, b) -> a.app().compareTo(b.app()));
        return new Report(
                0,
                generation,
                agentVersion,
                seen.capacity(),
                seen.used(),
                seen.addresses(),
                seen.nodesReady(),
                List.copyOf(placements));
    }

    private static OfApp of(Placement placement, Map<String, String> refusals, Observation seen) {
        AppState running = seen.apps().get(placement.app());
        String refusal = refusals.get(placement.app());
        if (refusal != null) {
            return new OfApp(
                    placement.app(),
                    placement.revision(),
                    Phase.DEGRADED,
                    running == null ? 0 : running.readyReplicas(),
                    refusal);
        }
        return running == null
                ? new OfApp(placement.app(), placement.revision(), Phase.PROGRESSING, 0, "not applied yet")
                : new OfApp(
                        placement.app(),
                        running.revision(),
                        running.phase(),
                        running.readyReplicas(),
                        running.message());
    }

    Report numbered(long number) {
        return new Report(number, generation, agentVersion, capacity, used, addresses, nodesReady, placements);
    }

    Set<String> gone() {
        return placements.stream()
                .filter(placement -> placement.phase() == Phase.GONE)
                .map(OfApp::app)
                .collect(Collectors.toUnmodifiableSet());
    }
}
