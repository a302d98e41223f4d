package dev.skerry.dnsregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RankingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 0, 0",
        "0, 0, 0, 180, 20015.1",
        "90, 0, -90, 77, 20015.1",
        "0, 0, 0, 90, 10007.6",
        "55.6761, 12.5683, 52.5200, 13.4050, 355.5",
        "40.7128, -74.0060, 51.5074, -0.1278, 5570.2",
        "10, 179.9, 10, -179.9, 21.9"
    })
    void distancesAreThoseOfASphere(double lat1, double lon1, double lat2, double lon2, double kilometres) {
        Location from = new Location(lat1, lon1);
        Location to = new Location(lat2, lon2);
        assertThat(from.kilometresTo(to)).isCloseTo(kilometres, within(0.5));
        assertThat(to.kilometresTo(from)).isEqualTo(from.kilometresTo(to));
    }

    @ParameterizedTest
    @CsvSource({"90.1, 0", "-91, 0", "0, 180.5", "0, -181", "NaN, 0", "0, Infinity"})
    void refusesWhatIsNotOnEarth(double latitude, double longitude) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Location(latitude, longitude));
    }

    @Test
    void tiesGoToTheSmallerClusterIdAndUnknownSitesComeLast() {
        Site here = site("here", 50, 10);
        Sites sites = new Sites(List.of(here, site("twin", 50, 10), site("far", -50, 10)));
        Target a = target("a", "lost");
        Target b = target("b", "far");
        Target c = target("c", "twin");
        Target d = target("d", "here");

        assertThat(Ranking.nearest(here, List.of(d, c, b, a), sites)).contains(c);
        assertThat(Ranking.nearest(here, List.of(a, b), sites)).contains(b);
        assertThat(Ranking.nearest(here, List.of(a, target("0", "lost too")), sites)
                        .map(Target::clusterId))
                .contains("0");
        assertThat(Ranking.nearest(here, List.of(), sites)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void agreesWithMeasuringEveryOne(long seed) {
        Random random = new Random(seed);
        List<Site> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(site("site-" + i, random.nextDouble(-90, 90), random.nextDouble(-180, 180)));
        }
        Sites sites = new Sites(all);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            targets.add(target("c" + random.nextInt(1000) + "-" + i, "site-" + random.nextInt(60)));
        }
        for (Site asker : all) {
            Target nearest = targets.getFirst();
            for (Target target : targets) {
                double one = chord(asker, sites.named(target.site()).orElseThrow());
                double best = chord(asker, sites.named(nearest.site()).orElseThrow());
                boolean sameSite = target.site().equals(nearest.site());
                if (sameSite ? target.clusterId().compareTo(nearest.clusterId()) < 0 : one < best) {
                    nearest = target;
                }
            }
            Collections.shuffle(targets, random);
            assertThat(Ranking.nearest(asker, targets, sites)).isEqualTo(Optional.of(nearest));
        }
    }

    /** The straight line through Earth: grows with the great circle, and is worked out otherwise. */
    private static double chord(Site one, Site other) {
        double[] a = vector(one.location());
        double[] b = vector(other.location());
        return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
    }

    private static double[] vector(Location at) {
        double latitude = Math.toRadians(at.latitude());
        double longitude = Math.toRadians(at.longitude());
        return new double[] {
            Math.cos(latitude) * Math.cos(longitude), Math.cos(latitude) * Math.sin(longitude), Math.sin(latitude)
        };
    }

    private static Site site(String name, double latitude, double longitude) {
        return new Site(name, new Location(latitude, longitude), List.of());
    }

    private static Target target(String cluster, String site) {
        return new Target(cluster, site, List.of("203.0.113.1"));
    }
}
