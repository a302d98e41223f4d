package dev.skerry.agent;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.DesiredState;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.time.RetryDelay;
import dev.skerry.agent.time.SerialTask;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Makes the cluster what it should be, by the difference between what is desired and what is, whatever happened in between. */
final class Reconciler implements AutoCloseable {

    private static final Logger LOG = System.getLogger(Reconciler.class.getName());

    private final String clusterId;
    private final AgentHost host;
    private final AgentSettings.Pace pace;
    private final ClusterRuntime runtime;
    private final Desired desired;
    private final Departures departures;
    private final Runnable onReconciled;
    private final RetryDelay delays;
    private final SerialTask task;

    /** What the runtime accepted, to see a change that the revision does not show. Only the task touches it. */
    private final Map<String, Placement> accepted = new HashMap<>();

    private final Map<String, String> refusals = new ConcurrentHashMap<>();
    private Instant resyncAt = Instant.EPOCH;
    private volatile long applied;
    private volatile boolean through;

    Reconciler(
            AgentSettings settings,
            AgentHost host,
            ClusterRuntime runtime,
            Desired desired,
            Departures departures,
            Runnable onReconciled) {
        this.clusterId = settings.clusterId();
        this.host = host;
        this.pace = settings.pace();
        this.runtime = runtime;
        this.desired = desired;
        this.departures = departures;
        this.onReconciled = onReconciled;
        delays = new RetryDelay(pace.firstRetry(), pace.longestRetry(), host.random());
        task = new SerialTask("reconciliation of " + clusterId, host.timing(), host.executor(), this::run);
    }

    void poke() {
        task.poke();
    }

    /** The newest generation that was applied as a whole in this run; what was refused counts, and is tried again. */
    long applied() {
        return applied;
    }

    /** Whether a desired state was applied in this run; the one that asks for nothing has generation 0. */
    boolean isThrough() {
        return through;
    }

    /** Why the runtime refused placements, by app. */
    Map<String, String> refusals() {
        return Map.copyOf(refusals);
    }

    private void run() {
        DesiredState wanted = desired.current();
        if (wanted == null) {
            return;
        }
        if (!host.timing().now().isBefore(resyncAt)) {
            accepted.clear();
            resyncAt = host.timing().now().plus(pace.resync());
        }
        Observation seen = runtime.observe();
        remove(wanted, seen);
        boolean allAccepted = apply(wanted, seen);
        applied = wanted.generation();
        through = true;
        if (allAccepted) {
            delays.reset();
        } else {
            task.pokeAfter(delays.next());
        }
        task.pokeAfter(pace.resync());
        onReconciled.run();
    }

    private void remove(DesiredState wanted, Observation seen) {
        var stays = wanted.apps();
        departures.end(stays);
        seen.apps().forEach((app, state) -> {
            if (!stays.contains(app)) {
                departures.begin(app, state.revision());
            }
        });
        departures.save();
        for (String app : departures.all().keySet()) {
            if (seen.apps().containsKey(app)) {
                runtime.remove(app);
            }
        }
        accepted.keySet().retainAll(stays);
        refusals.keySet().retainAll(stays);
    }

    private boolean apply(DesiredState wanted, Observation seen) {
        var refused = new ArrayList<String>();
        for (Placement placement : wanted.placements()) {
            var running = seen.apps().get(placement.app());
            boolean there = running != null && running.revision() == placement.revision();
            if (there && placement.equals(accepted.get(placement.app()))) {
                continue;
            }
            try {
                runtime.apply(placement);
                accepted.put(placement.app(), placement);
                refusals.remove(placement.app());
            } catch (RuntimeException e) {
                String reason = e.getMessage() == null ? e.toString() : e.getMessage();
                accepted.remove(placement.app());
                refusals.put(placement.app(), reason);
                refused.add(placement.app() + " (" + reason + ")");
            }
        }
        if (!refused.isEmpty()) {
            LOG.log(Level.INFO, () -> clusterId + " refused " + String.join(", ", refused));
        }
        return refused.isEmpty();
    }

    @Override
    public void close() {
        task.close();
    }
}
