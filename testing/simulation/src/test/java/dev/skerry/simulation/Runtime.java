package dev.skerry.simulation;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Observation.AppState;
import dev.skerry.agent.cluster.Phase;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What runs in a cluster: pods get room in the order of the apps' names, and turn ready after a while. */
final class Runtime implements ClusterRuntime {

    private static final class Workload {
        private Placement placement;
        private long readyAt;
        private int readyBefore;
        private boolean removing;

        Workload(Placement placement) {
            this.placement = placement;
        }
    }

    private final World world;
    private final Plane plane;
    private final String address;
    private final TreeMap<String, Workload> workloads = new TreeMap<>();
    private Runnable listener = () -> {};

    Runtime(World world, Plane plane, String address) {
        this.world = world;
        this.plane = plane;
        this.address = address;
    }

    @Override
    public void apply(Placement placement) {
        world.touchedBy(plane.agent());
        Workload known = workloads.get(placement.app());
        if (known != null && known.placement.equals(placement) && !known.removing) {
            return;
        }
        Workload workload = known == null ? new Workload(placement) : known;
        workload.readyBefore = known == null ? 0 : ready(known, room(placement.app()));
        workload.placement = placement;
        workload.removing = false;
        workloads.put(placement.app(), workload);
        becomesReady(workload);
        changed();
    }

    @Override
    public void remove(String app) {
        world.touchedBy(plane.agent());
        Workload workload = workloads.get(app);
        if (workload == null || workload.removing) {
            return;
        }
        world.removes(plane, app);
        workload.removing = true;
        world.schedule().after(world.faults().chance().between(100, 500), "is gone", app, () -> {
            if (workload.removing && workloads.remove(app, workload)) {
                changed();
            }
        });
        changed();
    }

    @Override
    public Observation observe() {
        Map<String, AppState> apps = new TreeMap<>();
        Resources used = Resources.NONE;
        for (Map.Entry<String, Workload> each : workloads.entrySet()) {
            Workload workload = each.getValue();
            Resources room = room(each.getKey());
            int ready = ready(workload, room);
            boolean fits = fitting(workload, room) >= workload.placement.replicas();
            Phase phase = !fits
                    ? Phase.DEGRADED
                    : ready >= workload.placement.replicas() && world.now() >= workload.readyAt
                            ? Phase.AVAILABLE
                            : Phase.PROGRESSING;
            apps.put(each.getKey(), new AppState(workload.placement.revision(), phase, ready, ""));
            used = used.plus(workload.placement.resources().times(fitting(workload, room)));
        }
        return new Observation(plane.capacity(), used, List.of(address), plane.nodes(), apps);
    }

    @Override
    public void onChange(Runnable next) {
        listener = next;
    }

    /** Its nodes came or went. */
    void nodesChanged() {
        workloads.values().forEach(this::becomesReady);
        changed();
    }

    /** The apps that run, with their revisions. */
    Map<String, Integer> running() {
        Map<String, Integer> running = new TreeMap<>();
        workloads.forEach((app, workload) -> running.put(app, workload.placement.revision()));
        return running;
    }

    private void becomesReady(Workload workload) {
        int delay = world.faults().chance().between(200, 2_000);
        workload.readyAt = world.now() + delay;
        world.schedule().after(delay, "is ready", workload.placement.app(), this::changed);
    }

    private int ready(Workload workload, Resources room) {
        int most = Math.min(fitting(workload, room), workload.placement.replicas());
        return world.now() >= workload.readyAt ? most : Math.min(most, workload.readyBefore);
    }

    private static int fitting(Workload workload, Resources room) {
        int fitting = 0;
        Resources each = workload.placement.resources();
        while (fitting < workload.placement.replicas()
                && each.times(fitting + 1).fitsInto(room)) {
            fitting++;
        }
        return fitting;
    }

    /** What those before it leave. */
    private Resources room(String app) {
        Resources room = plane.capacity();
        for (Workload before : workloads.headMap(app).values()) {
            room = room.minus(before.placement.resources().times(fitting(before, room)));
        }
        return room;
    }

    private void changed() {
        listener.run();
    }
}
