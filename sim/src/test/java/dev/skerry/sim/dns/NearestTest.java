package dev.skerry.sim.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.skerry.sim.world.Site;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {

    private static Site site(String name, double latitude, double longitude, String... prefixes) {
        return new Site(name, latitude, longitude, "", List.of(prefixes));
    }

    /** Published distances between airports and poles; they are over the ellipsoid, from which a sphere differs by up to 0.5 %. */
    @ParameterizedTest
    @CsvSource({
        "55.6180,12.6560, 50.0333,8.5706, 678",
        "40.6397,-73.7789, 51.4775,-0.4614, 5540",
        "-33.9461,151.1772, 33.9425,-118.4081, 12051",
        "0,179.5, 0,-179.5, 111",
        "90,0, -90,77, 20015",
        "10,20, 10,20, 0"
    })
    void distances(double lat, double lon, double otherLat, double otherLon, double kilometres) {
        var a = site("a", lat, lon);
        var b = site("b", otherLat, otherLon);
        assertThat(a.kilometresTo(b)).isCloseTo(kilometres, within(1 + kilometres * 0.005));
        assertThat(b.kilometresTo(a)).isEqualTo(a.kilometresTo(b));
    }

    @Test
    void theNearestWhateverTheOrderAndTheFirstIdOfEquals() {
        var asker = site("asker", 0, 0);
        var candidates = new ArrayList<>(List.of(
                new Nearest.Candidate("b.east", site("east", 0, 10)),
                new Nearest.Candidate("a.west", site("west", 0, -10)),
                new Nearest.Candidate("c.east", site("east", 0, 10)),
                new Nearest.Candidate("far", site("far", 40, 100))));
        var random = new Random(5);
        for (int round = 0; round < 24; round++) {
            Collections.shuffle(candidates, random);
            assertThat(Nearest.to(asker, candidates).orElseThrow().clusterId()).isEqualTo("a.west");
        }
        assertThat(Nearest.to(asker, List.of())).isEmpty();
    }

    @Test
    void asksAsTheFirstIpv4Prefix() {
        assertThat(DnsAsker.prefixOf(site("s", 0, 0, "2001:db8::/48", "10.1.0.0/16")))
                .isEqualTo("10.1.0.0/16");
        assertThat(DnsAsker.prefixOf(site("s", 0, 0, "2001:db8::/48"))).isEqualTo("2001:db8::/48");
        assertThat(DnsAsker.prefixOf(site("s", 0, 0))).isEmpty();
    }
}
