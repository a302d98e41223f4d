package dev.skerry.appmanager.wire;

import dev.skerry.schemas.apps.AgentReported;
import dev.skerry.schemas.apps.DesiredPlacement;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.PlacementPhase;
import dev.skerry.schemas.apps.PlacementReport;
import dev.skerry.schemas.apps.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** An agent that runs what it is told, sooner or later, and says so. */
final class ModelAgent {

    private static final class Running {
        int revision;
        int replicas;
        int ready;
    }

    private final String cluster;
    private final Resources capacity;
    private final Map<String, Running> running = new TreeMap<>();
    private final Set<String> removed = new HashSet<>();
    private DesiredState desired;
    private long sequence;
    private long generation;

    ModelAgent(String cluster, Resources capacity) {
        this.cluster = cluster;
        this.capacity = capacity;
        this.desired = new DesiredState(cluster, 0L, List.of());
    }

    void feed(DesiredState newest) {
        desired = newest;
    }

    /** Applies what it was fed: what is no longer wanted stops at once. */
    void apply() {
        generation = desired.getGeneration();
        Map<String, DesiredPlacement> wanted = new TreeMap<>();
        desired.getPlacements().forEach(p -> wanted.put(p.getApp(), p));
        for (String app : List.copyOf(running.keySet())) {
            if (!wanted.containsKey(app)) {
                running.remove(app);
                removed.add(app);
            }
        }
        wanted.forEach((app, placement) -> {
            Running run = running.computeIfAbsent(app, _ -> new Running());
            run.revision = placement.getRevision();
            run.replicas = placement.getReplicas();
            run.ready = Math.min(run.ready, run.replicas);
            removed.remove(app);
        });
    }

    /** Replicas come up, and now and then one dies. */
    void work(Random random, boolean calm) {
        for (Running run : running.values()) {
            if (calm || random.nextInt(8) > 0) {
                run.ready = Math.min(run.replicas, run.ready + 1 + random.nextInt(2));
            } else {
                run.ready = random.nextInt(run.replicas + 1);
            }
        }
    }

    void loseDisk() {
        sequence = 0;
        generation = 0;
        removed.clear();
    }

    AgentReported report(Instant at, boolean mentionsRemoved) {
        List<PlacementReport> placements = new ArrayList<>();
        running.forEach((app, run) -> placements.add(new PlacementReport(
                app,
                run.revision,
                run.ready == run.replicas ? PlacementPhase.AVAILABLE : PlacementPhase.PROGRESSING,
                run.ready,
                "")));
        if (mentionsRemoved) {
            removed.forEach(app -> placements.add(new PlacementReport(app, 1, PlacementPhase.GONE, 0, "")));
        }
        sequence++;
        return AgentReported.newBuilder()
                .setClusterId(cluster)
                .setSequence(sequence)
                .setGeneration(generation)
                .setAgentVersion("0.1.0")
                .setAt(at)
                .setCapacity(capacity)
                .setUsed(new Resources(0L, 0L, 0))
                .setAddresses(List.of("203.0.113.7"))
                .setPlacements(placements)
                .build();
    }

    /** The apps that run, with their revision. */
    Map<String, Integer> running() {
        Map<String, Integer> apps = new TreeMap<>();
        running.forEach((app, run) -> apps.put(app, run.revision));
        return apps;
    }
}
