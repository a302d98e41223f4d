package dev.skerry.appmanager.domain.fleet;

import static dev.skerry.appmanager.domain.Given.NOON;
import static dev.skerry.appmanager.domain.Given.early;
import static dev.skerry.appmanager.domain.Given.policy;
import static dev.skerry.appmanager.domain.Given.selecting;
import static dev.skerry.appmanager.domain.Given.within;
import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.domain.ClusterPhase;
import dev.skerry.appmanager.domain.Dimension;
import dev.skerry.appmanager.domain.FleetCluster;
import dev.skerry.appmanager.domain.PlacementPhase;
import dev.skerry.appmanager.domain.PlacementPolicy;
import dev.skerry.appmanager.domain.Resources;
import dev.skerry.appmanager.domain.fleet.FleetEvent.ClusterChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementChanged;
import dev.skerry.appmanager.domain.fleet.FleetEvent.PlacementGone;
import dev.skerry.appmanager.domain.placement.FleetView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the index and a draft over it find is what looking at every cluster finds. */
class FleetViewTest {

    private static final List<PlacementPolicy> POLICIES = List.of(
            policy(2, 2),
            selecting(Map.of("tier", "edge"), policy(2, 2)),
            selecting(Map.of("tier", "edge", "gpu", "true"), policy(2, 2)),
            selecting(Map.of("tier", "none"), policy(2, 2)),
            within(List.of("emea", "apac/0", "emea/1"), policy(2, 2)),
            early(policy(2, 2)));

    private final Fleet fleet = new Fleet();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theIndexFindsWhatThereIs(long seed) {
        Random random = new Random(seed);
        int clusters = random.nextBoolean() ? 5 : 150;
        for (int step = 0; step < 600; step++) {
            change(random, clusters);
            if (step % 5 == 0) {
                check(fleet, random, clusters);
                check(draft(random, clusters), random, clusters);
            }
        }
    }

    private void change(Random random, int clusters) {
        String id = "c" + random.nextInt(clusters);
        String app = "acme/" + random.nextInt(20);
        switch (random.nextInt(6)) {
            case 0, 1 -> fleet.put(cluster(random, id));
            case 2 -> fleet.remove(app, id);
            default -> fleet.put(placement(random, app, id));
        }
    }

    private Draft draft(Random random, int clusters) {
        Draft draft = new Draft(fleet, NOON);
        for (int i = random.nextInt(4); i > 0; i--) {
            String id = "c" + random.nextInt(clusters);
            String app = "acme/" + random.nextInt(20);
            draft.add(
                    random.nextBoolean()
                            ? new PlacementGone(app, id)
                            : new PlacementChanged(placement(random, app, id)));
        }
        if (random.nextBoolean()) {
            draft.add(new ClusterChanged(cluster(random, "c" + random.nextInt(clusters))));
        }
        return draft;
    }

    private static void check(FleetView view, Random random, int clusters) {
        PlacementPolicy policy = POLICIES.get(random.nextInt(POLICIES.size()));
        Resources least = new Resources(1 + random.nextInt(60), 1 + random.nextInt(60), 1 + random.nextInt(60));
        Set<String> also = IntStream.range(0, random.nextInt(3))
                .mapToObj(_ -> "c" + random.nextInt(clusters))
                .collect(Collectors.toSet());
        List<FleetCluster> able =
                list(view.all()).stream().filter(c -> takes(policy, c)).toList();
        Predicate<FleetCluster> roomy = c -> least.within(view.free(c));
        Predicate<FleetCluster> wanted = c -> roomy.test(c) || also.contains(c.id());

        assertThat(list(view.likely(policy)).stream().filter(c -> takes(policy, c)))
                .containsExactlyElementsOf(able);
        assertThat(list(view.withRoom(policy, least, also)).stream()
                        .filter(c -> takes(policy, c))
                        .filter(wanted))
                .containsExactlyElementsOf(able.stream().filter(wanted).toList());
        assertThat(list(view.fitting(policy, least)).stream()
                        .filter(c -> takes(policy, c))
                        .filter(roomy))
                .containsExactlyElementsOf(able.stream()
                        .filter(roomy)
                        .sorted(Comparator.<FleetCluster>comparingLong(
                                        c -> view.free(c).holds(least))
                                .reversed()
                                .thenComparing(FleetCluster::id))
                        .toList());
        for (Dimension dimension : Dimension.values()) {
            Predicate<FleetCluster> test = c -> takes(policy, c) && !also.contains(c.id());
            assertThat(view.largest(policy, dimension, test))
                    .isEqualTo(able.stream()
                            .filter(test)
                            .min(Comparator.<FleetCluster>comparingLong(c -> dimension.of(view.free(c)))
                                    .reversed()
                                    .thenComparing(FleetCluster::id)));
        }
    }

    private static boolean takes(PlacementPolicy policy, FleetCluster cluster) {
        return (policy.beforeReady() || cluster.phase() == ClusterPhase.READY)
                && policy.covers(cluster.region())
                && cluster.labels().entrySet().containsAll(policy.selector().entrySet());
    }

    private static <T> List<T> list(Iterator<T> iterator) {
        List<T> list = new ArrayList<>();
        iterator.forEachRemaining(list::add);
        return list;
    }

    private static FleetCluster cluster(Random random, String id) {
        return new FleetCluster(
                id,
                "site",
                random.nextBoolean() ? "emea/" + random.nextInt(3) : "apac/" + random.nextInt(2),
                random.nextBoolean() ? Map.of("tier", "edge") : Map.of("tier", "edge", "gpu", "true"),
                random.nextInt(5) == 0 ? ClusterPhase.JOINING : ClusterPhase.READY,
                true,
                new Resources(random.nextInt(200), random.nextInt(200), random.nextInt(200)),
                NOON);
    }

    private static Placement placement(Random random, String app, String cluster) {
        return new Placement(
                app,
                cluster,
                "site",
                "region",
                1,
                1 + random.nextInt(3),
                PlacementPhase.PROGRESSING,
                0,
                "",
                Optional.empty(),
                new Resources(random.nextInt(40), random.nextInt(40), random.nextInt(40)),
                NOON);
    }
}
