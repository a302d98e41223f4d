package dev.skerry.simulation;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.fleet.App;
import dev.skerry.appmanager.domain.fleet.Fleet;
import dev.skerry.appmanager.domain.fleet.FleetEvent;
import dev.skerry.appmanager.domain.fleet.Placement;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.apps.AppAccepted;
import dev.skerry.schemas.apps.DesiredState;
import dev.skerry.schemas.apps.PlacementStopped;
import dev.skerry.schemas.apps.PlacementWithdrawn;
import dev.skerry.schemas.clusters.ClusterPhase;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.dns.Target;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What holds of apps and their placements. */
final class AppInvariants {

    private AppInvariants() {}

    static final class CapacityNeverExceeded extends Invariant {
        @Override
        void decided(Object after, List<?> events, Instant now) {
            if (!(after instanceof Fleet fleet)) {
                return;
            }
            for (Object event : events) {
                if (event instanceof FleetEvent.PlacementDecided decided) {
                    check(fleet, decided.placement());
                }
            }
        }

        private void check(Fleet fleet, Placement placement) {
            FleetCluster cluster = fleet.cluster(placement.cluster()).orElseThrow();
            boolean fits = fleet.reserved(cluster.id()).within(cluster.capacity());
            require(
                    fits || !grew(placement),
                    "%s has %s and %s is reserved after %s",
                    cluster.id(),
                    cluster.capacity().text(),
                    fleet.reserved(cluster.id()).text(),
                    placement);
            before.put(placement.key(), placement);
        }

        /** Newest decision by placement: what asks for no more than before may stay where a cluster shrank. */
        private final Map<String, Placement> before = new HashMap<>();

        private boolean grew(Placement placement) {
            Placement former = before.get(placement.key());
            return former == null || !placement.reserved().within(former.reserved());
        }
    }

    static final class ReplacementBeforeRemoval extends Invariant {
        @Override
        void decided(Object after, List<?> events, Instant now) {
            if (!(after instanceof Fleet fleet)) {
                return;
            }
            for (Object event : events) {
                if (event instanceof FleetEvent.PlacementWithdrawn(Placement placement)
                        && placement.reason().equals("runs elsewhere")) {
                    App app = fleet.app(placement.app()).orElseThrow();
                    long serving = fleet.placementsOf(app.id()).values().stream()
                            .filter(each ->
                                    each.phase() == PlacementPhase.AVAILABLE && each.revision() == app.revision())
                            .count();
                    require(
                            serving >= app.policy().clusters(),
                            "%s leaves while %d of %d clusters serve",
                            placement.key(),
                            serving,
                            app.policy().clusters());
                }
            }
        }
    }

    static final class DrainBeforeStop extends Invariant {
        /** Clocks differ, and a read model that answers lags a little behind the log. */
        private static final long TOLERANCE = 1_600;

        private static final long ACKNOWLEDGEMENT = 60_000;

        private record Answered(long until, int ttlSeconds) {}

        private final World world;
        private final Map<String, Map<String, Answered>> answered = new HashMap<>();
        private final Map<String, Long> withdrawnAt = new HashMap<>();

        DrainBeforeStop(World world) {
            this.world = world;
        }

        @Override
        void appended(LogRecord record) {
            switch (record.decoded()) {
                case RecordState state -> answers(record, state);
                case PlacementWithdrawn e -> withdrawnAt.put(e.getApp() + "@" + e.getClusterId(), record.at());
                case PlacementStopped e -> stopped(e.getApp(), e.getClusterId(), record.at());
                case null, default -> {}
            }
        }

        private void answers(LogRecord record, RecordState state) {
            Map<String, Answered> clusters = answered.computeIfAbsent(state.getName(), _ -> new HashMap<>());
            clusters.replaceAll(
                    (_, each) -> each.until() == Long.MAX_VALUE ? new Answered(record.at(), each.ttlSeconds()) : each);
            for (Target target : state.getTargets()) {
                clusters.put(
                        state.getApp() + "@" + target.getClusterId(),
                        new Answered(Long.MAX_VALUE, state.getTtlSeconds()));
            }
        }

        private void stopped(String app, String cluster, long now) {
            String key = app + "@" + cluster;
            long withdrawn = withdrawnAt.getOrDefault(key, Long.MAX_VALUE);
            boolean silent = world.latest(Topics.CLUSTER_STATE, ClusterState.class, cluster)
                    .filter(state -> state.getPhase() != ClusterPhase.LOST
                            && state.getPhase() != ClusterPhase.FAILED
                            && state.getPhase() != ClusterPhase.DELETING)
                    .isEmpty();
            answered.forEach((name, clusters) -> {
                Answered last = clusters.get(key);
                if (last == null || silent) {
                    return;
                }
                long ttl = last.ttlSeconds() * 1000L;
                boolean bounded = withdrawn != Long.MAX_VALUE && now + TOLERANCE >= withdrawn + ACKNOWLEDGEMENT;
                boolean over = last.until() != Long.MAX_VALUE && now + TOLERANCE >= last.until() + ttl;
                require(
                        over || bounded,
                        "%s stops while %s still leads there: answered %s, TTL %d ms, withdrawn %d ms ago",
                        key,
                        name,
                        last.until() == Long.MAX_VALUE ? "until now" : "until " + (now - last.until()) + " ms ago",
                        ttl,
                        now - withdrawn);
            });
        }
    }

    static final class FreedOnlyWhenGone extends Invariant {
        private final World world;

        FreedOnlyWhenGone(World world) {
            this.world = world;
        }

        @Override
        void decided(Object after, List<?> events, Instant now) {
            if (!(after instanceof Fleet fleet)) {
                return;
            }
            for (Object event : events) {
                if (event instanceof FleetEvent.PlacementGone(String app, String cluster)) {
                    boolean silent = fleet.cluster(cluster)
                            .filter(each -> !each.phase().silent())
                            .isEmpty();
                    Plane plane = world.runningPlane(cluster);
                    require(
                            silent
                                    || plane == null
                                    || !plane.runtime().running().containsKey(app),
                            "%s is taken for gone and runs on %s",
                            app,
                            cluster);
                }
            }
        }
    }

    static final class GenerationsOnlyGrow extends Invariant {
        private final Map<String, Long> generations = new HashMap<>();

        @Override
        void appended(LogRecord record) {
            switch (record.decoded()) {
                case DesiredState state -> grows("desired state of " + state.getClusterId(), state.getGeneration());
                case AppAccepted e -> {
                    if (e.getRevision() == 1) {
                        generations.remove("revision of " + e.getApp());
                    }
                    grows("revision of " + e.getApp(), e.getRevision());
                }
                case null, default -> {}
            }
        }

        private void grows(String what, long next) {
            long before = Optional.ofNullable(generations.put(what, next)).orElse(0L);
            require(next == before + 1, "the %s went from %d to %d", what, before, next);
        }
    }
}
