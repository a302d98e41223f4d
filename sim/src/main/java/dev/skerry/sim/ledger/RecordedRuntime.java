package dev.skerry.sim.ledger;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Placement;
import java.util.HashMap;
import java.util.Map;

/** A cluster whose ledger tells what was applied and removed. What was there before is no effect and not told again. */
public final class RecordedRuntime implements ClusterRuntime {

    private final String cluster;
    private final ClusterRuntime runtime;
    private final Ledger ledger;
    private final Map<String, Placement> applied = new HashMap<>();

    public RecordedRuntime(String cluster, ClusterRuntime runtime, Ledger ledger) {
        this.cluster = cluster;
        this.runtime = runtime;
        this.ledger = ledger;
    }

    @Override
    public synchronized void apply(Placement placement) {
        runtime.apply(placement);
        if (!placement.equals(applied.put(placement.app(), placement))) {
            ledger.objectApplied(cluster, placement.app(), placement.revision(), placement.replicas());
        }
    }

    @Override
    public synchronized void remove(String app) {
        runtime.remove(app);
        if (applied.remove(app) != null) {
            ledger.objectRemoved(cluster, app);
        }
    }

    @Override
    public Observation observe() {
        return runtime.observe();
    }

    @Override
    public void onChange(Runnable listener) {
        runtime.onChange(listener);
    }
}
