package dev.skerry.agent.testing;

import dev.skerry.agent.cluster.ClusterRuntime;
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
import java.util.TreeMap;

/** A cluster that does at once what it is told, keeps a record of it, and refuses what a test wants refused. */
public final class RecordingRuntime implements ClusterRuntime {

    private final List<String> calls = new ArrayList<>();
    private final Map<String, AppState> apps = new TreeMap<>();
    private final Set<String> refused = new HashSet<>();
    private Runnable listener = () -> {};

    @Override
    public void apply(Placement placement) {
        Runnable toTell;
        synchronized (this) {
            calls.add("apply %s r%d x%d".formatted(placement.app(), placement.revision(), placement.replicas()));
            if (refused.contains(placement.app())) {
                throw new IllegalArgumentException("the cluster will not");
            }
            var state = new AppState(placement.revision(), Phase.AVAILABLE, placement.replicas(), "");
            if (state.equals(apps.put(placement.app(), state))) {
                return;
            }
            toTell = listener;
        }
        toTell.run();
    }

    @Override
    public void remove(String app) {
        Runnable toTell;
        synchronized (this) {
            calls.add("remove " + app);
            apps.remove(app);
            toTell = listener;
        }
        toTell.run();
    }

    @Override
    public synchronized Observation observe() {
        return new Observation(
                new Resources(16_000, 65_536, 220), new Resources(500, 512, 1), List.of("203.0.113.7"), 2, apps);
    }

    @Override
    public synchronized void onChange(Runnable next) {
        listener = next;
    }

    /** What was called since the last time this was asked. */
    public synchronized List<String> calls() {
        var copy = List.copyOf(calls);
        calls.clear();
        return copy;
    }

    public synchronized void refuse(String app, boolean refuse) {
        if (refuse) {
            refused.add(app);
        } else {
            refused.remove(app);
        }
    }

    /** An app changes by itself. */
    public void become(String app, AppState state) {
        Runnable toTell;
        synchronized (this) {
            apps.put(app, state);
            toTell = listener;
        }
        toTell.run();
    }

    public synchronized Set<String> running() {
        return Set.copyOf(apps.keySet());
    }

    /** An app vanishes by itself. */
    public synchronized void lose(String app) {
        apps.remove(app);
    }
}
