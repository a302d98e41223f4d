package dev.skerry.sim.cluster;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Observation.AppState;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import dev.skerry.agent.time.Timing;
import dev.skerry.sim.net.Pace;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Kubernetes as far as an agent sees it: pods get room while there is some, in the order in which apps came, and turn ready after a
 * while; what finds no room waits, and its app is degraded.
 */
public final class SimulatedRuntime implements ClusterRuntime, AutoCloseable {

    private final Timing timing;
    private final Pace pace;
    private final List<String> addresses;
    private final Map<String, Workload> workloads = new LinkedHashMap<>();
    private Resources capacity = Resources.NONE;
    private int nodes;
    private Runnable listener = () -> {};
    private boolean closed;

    /** @param addresses where the cluster takes requests in */
    public SimulatedRuntime(Timing timing, Pace pace, List<String> addresses) {
        this.timing = timing;
        this.pace = pace;
        this.addresses = List.copyOf(addresses);
    }

    /** The nodes that are ready now. */
    public void nodesAre(Collection<Resources> ready) {
        synchronized (this) {
            nodes = ready.size();
            capacity = ready.stream().reduce(Resources.NONE, Resources::plus);
            schedule();
        }
        changed();
    }

    @Override
    public void apply(Placement placement) {
        requireObjects(placement);
        synchronized (this) {
            var known = workloads.get(placement.app());
            if (known == null) {
                workloads.put(placement.app(), new Workload(placement));
            } else {
                known.become(placement, timing.now());
            }
            schedule();
        }
        changed();
    }

    @Override
    public void remove(String app) {
        synchronized (this) {
            var workload = workloads.get(app);
            if (workload == null || workload.removing) {
                return;
            }
            workload.removing = true;
            timing.after(pace.between(100, 500), () -> removed(app, workload));
        }
        changed();
    }

    private void removed(String app, Workload workload) {
        synchronized (this) {
            if (!workload.removing || !workloads.remove(app, workload)) {
                return;
            }
            schedule();
        }
        changed();
    }

    @Override
    public synchronized Observation observe() {
        var apps = new HashMap<String, AppState>();
        var used = Resources.NONE;
        for (var workload : workloads.values()) {
            apps.put(workload.placement.app(), workload.state(timing.now()));
            used = used.plus(workload.used());
        }
        return new Observation(capacity, used, addresses, nodes, apps);
    }

    @Override
    public synchronized void onChange(Runnable next) {
        listener = next;
    }

    /** Everything stops; nothing is told any more. */
    @Override
    public synchronized void close() {
        closed = true;
        listener = () -> {};
        workloads.clear();
    }

    private void schedule() {
        if (closed) {
            return;
        }
        var room = capacity;
        for (var workload : workloads.values()) {
            int fitting = workload.fitting(room);
            room = room.minus(workload.placement.resources().times(fitting));
            while (workload.pods.size() > fitting) {
                workload.pods.removeLast();
            }
            while (workload.pods.size() < fitting) {
                workload.pods.add(start(workload.placement));
            }
        }
    }

    private Instant start(Placement placement) {
        if (!runsPods(placement)) {
            return timing.now();
        }
        var delay = pace.between(200, 1200);
        timing.after(delay, this::changed);
        return timing.now().plus(delay);
    }

    private void changed() {
        Runnable toTell;
        synchronized (this) {
            toTell = listener;
        }
        toTell.run();
    }

    private static boolean runsPods(Placement placement) {
        return placement.objects().stream()
                .anyMatch(object -> switch (object.path("kind").asString("")) {
                    case "Pod", "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job", "CronJob" -> true;
                    default -> false;
                });
    }

    /** What an API server would refuse at once. */
    private static void requireObjects(Placement placement) {
        if (placement.objects().isEmpty()) {
            throw new IllegalArgumentException("there are no objects to apply");
        }
        int number = 0;
        for (JsonNode object : placement.objects()) {
            number++;
            requireText(object.path("apiVersion"), number, "apiVersion");
            requireText(object.path("kind"), number, "kind");
            requireText(object.path("metadata").path("name"), number, "metadata.name");
        }
    }

    private static void requireText(JsonNode value, int number, String field) {
        if (value.asString("").isBlank()) {
            throw new IllegalArgumentException("object %d has no %s".formatted(number, field));
        }
    }
}
