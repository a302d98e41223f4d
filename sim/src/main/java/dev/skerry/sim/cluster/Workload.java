package dev.skerry.sim.cluster;

import dev.skerry.agent.cluster.Observation.AppState;
import dev.skerry.agent.cluster.Phase;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One app in a simulated cluster. Guarded by its runtime. */
final class Workload {

    Placement placement;
    boolean removing;

    /** When each pod that found room turns ready. */
    final List<Instant> pods = new ArrayList<>();

    /** How many pods of the former revision serve until those of this one are ready. */
    private int formerReady;

    Workload(Placement placement) {
        this.placement = placement;
    }

    /** A new revision, or other objects, replace the pods one after the other; another number of replicas keeps those that stay. */
    void become(Placement next, Instant now) {
        removing = false;
        boolean sameKind = next.revision() == placement.revision()
                && next.objects().equals(placement.objects())
                && next.resources().equals(placement.resources());
        boolean onlyCountChanged = next.revision() == placement.revision() && next.replicas() != placement.replicas();
        if (!sameKind && !onlyCountChanged) {
            formerReady = Math.max(formerReady, ready(now));
            pods.clear();
        }
        placement = next;
    }

    /** How many replicas find room. */
    int fitting(Resources room) {
        int fitting = 0;
        while (fitting < placement.replicas()
                && placement.resources().times(fitting + 1).fitsInto(room)) {
            fitting++;
        }
        return fitting;
    }

    Resources used() {
        return placement.resources().times(pods.size());
    }

    AppState state(Instant now) {
        if (removing) {
            return new AppState(placement.revision(), Phase.PROGRESSING, 0, "is being removed");
        }
        int ready = ready(now);
        if (ready == placement.replicas()) {
            formerReady = 0;
            return new AppState(placement.revision(), Phase.AVAILABLE, ready, "");
        }
        int serving = Math.max(ready, Math.min(formerReady, placement.replicas()));
        if (pods.size() < placement.replicas()) {
            String message = "%d of %d replicas find room: one asks for %d mCPU, %d MiB, %d pods"
                    .formatted(
                            pods.size(),
                            placement.replicas(),
                            placement.resources().cpuMillis(),
                            placement.resources().memoryMiB(),
                            placement.resources().pods());
            return new AppState(placement.revision(), Phase.DEGRADED, serving, message);
        }
        String message = "%d of %d replicas are ready".formatted(ready, placement.replicas());
        return new AppState(placement.revision(), Phase.PROGRESSING, serving, message);
    }

    private int ready(Instant now) {
        return (int) pods.stream().filter(readyAt -> !now.isBefore(readyAt)).count();
    }
}
