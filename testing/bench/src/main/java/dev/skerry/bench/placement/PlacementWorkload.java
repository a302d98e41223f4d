package dev.skerry.bench.placement;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Division;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.SpreadOver;
import dev.skerry.appmanager.domain.Verdict;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetDecider;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementGone;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.appmanager.domain.placement.Ask;
import dev.skerry.appmanager.domain.placement.Decision;
import dev.skerry.appmanager.domain.placement.PlacementEngine;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * A fleet that is kept full: apps come one after the other, and whenever the next one finds no room the oldest leaves. Everything is drawn
 * from one seed, so that every run decides the same. The engine, the fleet and its index are the product's own.
 */
public final class PlacementWorkload {

    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
    private static final int REGIONS = 10;
    private static final Map<String, String> EDGE = Map.of("tier", "edge");
    private static final Map<String, String> GPU = Map.of("tier", "edge", "gpu", "true");

    private record App(String id, List<String> clusters) {}

    private final SplittableRandom random = new SplittableRandom(42);
    private final PlacementEngine engine = PlacementEngine.standard();
    private final FleetDecider decider = new FleetDecider(engine);
    private final Fleet fleet = new Fleet();
    private final Deque<App> apps = new ArrayDeque<>();
    private Ask ask;
    private long asked;
    private long satisfied;

    /** @param clusters how many, at least 40, so that ten of them have a GPU */
    public PlacementWorkload(int clusters) {
        for (int i = 0; i < clusters; i++) {
            addCluster(i);
        }
        ask = nextAsk();
    }

    private void addCluster(int i) {
        long cores = 8 + draw(57);
        long gibibytes = 16 + draw(241);
        long pods = 110 * (1 + draw(5));
        Resources capacity = new Resources(cores * 1000, gibibytes * 1024, pods);
        Resources used =
                new Resources(cores * 1000 * draw(91) / 100, gibibytes * 1024 * draw(91) / 100, pods * draw(91) / 100);
        String id = "cluster-%05d".formatted(i);
        boolean gpu = (i + i / 10) % 4 == 0;
        fleet.put(new FleetCluster(
                id, "site-" + i, "region-" + i % REGIONS, gpu ? GPU : EDGE, ClusterPhase.READY, true, capacity, NOON));
        fleet.put(placement("bench/before", id, 1, used));
    }

    /** Brings the next app into the fleet, for which as many of the oldest leave as it takes: one satisfied decision. */
    public void place() {
        while (true) {
            asked++;
            Decision decision = engine.place(ask, fleet);
            if (decision.satisfied()) {
                take(decision);
                satisfied++;
                ask = nextAsk();
                return;
            }
            leave(apps.removeFirst());
        }
    }

    private void take(Decision decision) {
        String app = "bench/app-" + satisfied;
        for (Verdict verdict : decision.taken()) {
            fleet.put(placement(app, verdict.cluster(), verdict.replicas(), ask.replica()));
        }
        apps.addLast(
                new App(app, decision.taken().stream().map(Verdict::cluster).toList()));
    }

    private void leave(App app) {
        for (String cluster : app.clusters()) {
            decider.evolve(fleet, new PlacementGone(app.id(), cluster));
        }
    }

    private static Placement placement(String app, String cluster, int replicas, Resources replica) {
        return new Placement(
                app,
                cluster,
                "",
                "",
                1,
                replicas,
                PlacementPhase.PENDING,
                0,
                "",
                Optional.empty(),
                replica,
                Optional.empty(),
                NOON);
    }

    /** 20 replicas of 250 to 750 millicores and 256 to 768 MiB on 10 clusters in 3 to 5 regions, every second one with a GPU. */
    private Ask nextAsk() {
        Resources replica = new Resources(250 + draw(501), 256 + draw(513), 1);
        PlacementPolicy policy = new PlacementPolicy(
                List.of(), satisfied % 2 == 0 ? EDGE : GPU, 10, SpreadOver.REGION, 3, 5, 20, Division.TOTAL, false);
        return new Ask(policy, replica, Map.of());
    }

    private long draw(long bound) {
        return Long.remainderUnsigned(random.nextLong(), bound);
    }

    /** Whether the fleet has been full at least once. */
    public boolean hasBeenFull() {
        return asked > satisfied;
    }

    /** How often the engine was asked. */
    public long asked() {
        return asked;
    }

    /** How often it found room. */
    public long satisfied() {
        return satisfied;
    }
}
