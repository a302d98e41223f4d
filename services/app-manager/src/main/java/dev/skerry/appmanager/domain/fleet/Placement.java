package dev.skerry.appmanager.domain.fleet;

import dev.skerry.appmanager.domain.DnsName;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.placement.Holding;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A revision of an app on a cluster. Its resources are reserved there until it is gone.
 *
 * <p>It leaves in steps: draining and waiting for its name's withdrawal (no {@code stopAt}); the withdrawal acknowledged and its
 * TTL running ({@code stopAt} after {@code changedAt}); stopped ({@code stopAt} not after {@code changedAt}) until the cluster says
 * that it is gone.
 *
 * @param app {@code tenant/name}
 * @param cluster the cluster's id
 * @param site of the cluster
 * @param region of the cluster
 * @param revision which it is to run
 * @param replicas how many, at least 1
 * @param phase how far it is
 * @param readyReplicas how many are ready, as the agent said last
 * @param reason why it is here, or leaves, or what the agent said
 * @param stopAt while draining: when the name's TTL is over
 * @param replica what one replica takes
 * @param ttl how long resolvers may keep what led here: the longest of the names that it has had; empty when it never had one
 * @param changedAt when it last changed; while draining: when it was withdrawn, once stopped: when it was
 */
public record Placement(
        String app,
        String cluster,
        String site,
        String region,
        int revision,
        int replicas,
        PlacementPhase phase,
        int readyReplicas,
        String reason,
        Optional<Instant> stopAt,
        Resources replica,
        Optional<Duration> ttl,
        Instant changedAt) {

    /** How long a name's withdrawal may stay unacknowledged. */
    public static final Duration ACKNOWLEDGEMENT = Duration.ofSeconds(60);

    /** @param before what the app has there already */
    static Placement decided(
            App app, FleetCluster cluster, int replicas, String reason, Optional<Placement> before, Instant at) {
        Optional<Duration> ttl = Stream.concat(
                        before.flatMap(Placement::ttl).stream(), app.spec().dns().map(DnsName::ttl).stream())
                .max(Comparator.naturalOrder());
        return new Placement(
                app.id(),
                cluster.id(),
                cluster.site(),
                cluster.region(),
                app.revision(),
                replicas,
                PlacementPhase.PENDING,
                before.map(Placement::readyReplicas).orElse(0),
                reason,
                Optional.empty(),
                app.spec().workload().replica(),
                ttl,
                at);
    }

    /** {@code tenant/name@cluster}. */
    public String key() {
        return app + "@" + cluster;
    }

    public Resources reserved() {
        return replica.times(replicas);
    }

    public boolean draining() {
        return phase == PlacementPhase.DRAINING;
    }

    public boolean live() {
        return !draining();
    }

    public boolean stopped() {
        return draining() && stopAt.isPresent() && !stopAt.get().isAfter(changedAt);
    }

    /** When the next step of leaving is due, whatever anyone says. */
    Optional<Instant> deadline() {
        if (!draining() || stopped()) {
            return Optional.empty();
        }
        return stopAt.or(() -> Optional.of(changedAt.plus(ACKNOWLEDGEMENT)));
    }

    Holding holding(int revisionInForce) {
        boolean available = phase == PlacementPhase.AVAILABLE;
        return new Holding(replicas, replica, live(), revision == revisionInForce, available, changedAt);
    }

    Placement withdrawn(String why, Instant at) {
        return leaving(why, Optional.empty(), at);
    }

    /** The name no longer answers, or nobody said so in time: what resolvers keep runs out, within the bound for all of it. */
    Placement nameGoneAt(Instant at, Duration ttl, String why) {
        Instant latest = changedAt.plus(ACKNOWLEDGEMENT).plus(ttl);
        Instant over = at.plus(ttl);
        return leaving(why, Optional.of(over.isBefore(latest) ? over : latest), changedAt);
    }

    Placement nameAnswersAgain() {
        return leaving(reason, Optional.empty(), changedAt);
    }

    Placement stopped(Instant at) {
        return leaving(reason, Optional.of(stopAt.filter(t -> !t.isAfter(at)).orElse(at)), at);
    }

    Placement reported(PlacementPhase said, int ready, String why, Instant at) {
        return new Placement(
                app, cluster, site, region, revision, replicas, said, ready, why, stopAt, replica, ttl, at);
    }

    private Placement leaving(String why, Optional<Instant> stop, Instant at) {
        return new Placement(
                app,
                cluster,
                site,
                region,
                revision,
                replicas,
                PlacementPhase.DRAINING,
                readyReplicas,
                why,
                stop,
                replica,
                ttl,
                at);
    }
}
