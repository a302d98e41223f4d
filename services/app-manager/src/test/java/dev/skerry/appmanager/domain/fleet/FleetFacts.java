package dev.skerry.appmanager.domain.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.Resources;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a fleet consists of, for comparison; and what must be true of every fleet.
 *
 * @param apps by id
 * @param placements by key
 * @param clusters by id
 * @param reserved by cluster
 * @param nextDeadline when it wants to be woken
 */
public record FleetFacts(
        Map<String, App> apps,
        Map<String, Placement> placements,
        Map<String, FleetCluster> clusters,
        Map<String, Resources> reserved,
        Optional<Instant> nextDeadline) {

    /** The facts of a fleet, after a check that its indices say the same as its parts. */
    public static FleetFacts of(Fleet fleet) {
        Map<String, App> apps = new TreeMap<>();
        Map<String, Placement> placements = new TreeMap<>();
        Map<String, FleetCluster> clusters = new TreeMap<>();
        Map<String, Resources> reserved = new TreeMap<>();
        fleet.clusters().forEach(c -> clusters.put(c.id(), c));
        for (App app : fleet.apps()) {
            apps.put(app.id(), app);
            Tally tally = Tally.NONE;
            for (Placement placement : fleet.placementsOf(app.id()).values()) {
                placements.put(placement.key(), placement);
                tally = tally.with(placement, app.revision());
                reserved.merge(placement.cluster(), placement.reserved(), Resources::plus);
                assertThat(fleet.appsOn(placement.cluster())).contains(app.id());
            }
            assertThat(fleet.tally(app.id())).isEqualTo(tally);
            assertThat(fleet.lacking().contains(app.id())).isEqualTo(!app.removing() && !app.satisfied());
            assertThat(fleet.everywhere().contains(app.id()))
                    .isEqualTo(!app.removing() && app.policy().everywhere());
        }
        reserved.forEach((cluster, sum) -> assertThat(fleet.reserved(cluster)).isEqualTo(sum));
        clusters.keySet()
                .forEach(id -> assertThat(fleet.reserved(id)).isEqualTo(reserved.getOrDefault(id, Resources.NONE)));
        Optional<Instant> next =
                placements.values().stream().flatMap(p -> p.deadline().stream()).min(Instant::compareTo);
        assertThat(fleet.nextDeadline()).isEqualTo(next);
        return new FleetFacts(apps, placements, clusters, reserved, next);
    }

    /** Clusters that have reserved more than they have, with by how much. */
    public List<String> overcommitted() {
        List<String> over = new ArrayList<>();
        reserved.forEach((id, sum) -> {
            FleetCluster cluster = clusters.get(id);
            if (cluster == null || !sum.within(cluster.capacity())) {
                over.add(id + ": " + sum.text());
            }
        });
        return over;
    }
}
