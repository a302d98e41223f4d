package dev.skerry.dnsregistry.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skerry.dnsregistry.domain.Address;
import dev.skerry.dnsregistry.domain.Location;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.domain.Prefix;
import dev.skerry.dnsregistry.domain.Site;
import dev.skerry.dnsregistry.domain.Sites;
import dev.skerry.dnsregistry.domain.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Record;

class ServedNameTest {

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void theAnswerIsThatOfMeasuringEveryClusterAlsoAfterSitesMoved(long seed) {
        Random random = new Random(seed);
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            targets.add(new Target("c" + i, "site-" + random.nextInt(100), List.of("203.0.113." + (i + 1))));
        }
        ServedName served =
                new ServedName(TestZone.ZONE, TestZone.answering("shop", 20, targets.toArray(new Target[0])));
        for (int move = 0; move < 3; move++) {
            Map<String, Site> all = new HashMap<>();
            for (int i = 0; i < 100; i++) {
                String name = "site-" + i;
                all.put(
                        name,
                        TestZone.site(
                                name,
                                random.nextDouble(-80, 80),
                                random.nextDouble(-180, 180),
                                "10." + i + ".0.0/16",
                                "2001:db8:" + i + "::/48"));
            }
            Sites sites = new Sites(all.values());
            for (int ask = 0; ask < 500; ask++) {
                int number = random.nextInt(100);
                Prefix asker = random.nextBoolean()
                        ? Prefix.parse("10." + number + "." + random.nextInt(256) + ".0/24")
                        : Prefix.parse("2001:db8:" + number + ":" + random.nextInt(100) + "::/64");
                Location from = location(all, "site-" + number);
                Target nearest = targets.stream()
                        .min(Comparator.<Target>comparingDouble(
                                        target -> from.kilometresTo(location(all, target.site())))
                                .thenComparing(Target::clusterId))
                        .orElseThrow();
                assertThat(served.answer(sites, sites.locate(asker), asker).a())
                        .extracting(Record::rdataToString)
                        .isEqualTo(nearest.addresses());
            }
        }
    }

    @Test
    void whereTheNearestHasNoAddressTheNextAnswers() {
        ServedName served = new ServedName(
                TestZone.ZONE,
                TestZone.answering(
                        "shop", 20, TestZone.target("copenhagen"), TestZone.target("berlin", "203.0.113.2")));
        Prefix copenhagen = Prefix.parse("10.1.0.0/16");
        assertThat(served.answer(TestZone.SITES, TestZone.SITES.locate(copenhagen), copenhagen)
                        .a())
                .extracting(Record::rdataToString)
                .containsExactly("203.0.113.2");
    }

    @Test
    void strangersAreSpreadOverTheClustersAndEachFamilyIsBounded() {
        List<Target> targets = new ArrayList<>();
        for (int i = 10; i < 30; i++) {
            targets.add(new Target("c" + i, "berlin", List.of("203.0.113." + i, "2001:db8::" + i)));
        }
        ServedName served =
                new ServedName(TestZone.ZONE, TestZone.answering("shop", 20, targets.toArray(new Target[0])));
        Set<String> first = new HashSet<>();
        for (int i = 0; i < 400; i++) {
            Prefix asker = Prefix.of(Address.parse("192.168.0." + i % 256));
            AddressRecords answer = served.answer(TestZone.SITES, TestZone.SITES.locate(asker), asker);
            assertThat(answer.a()).hasSize(8).doesNotHaveDuplicates();
            assertThat(answer.aaaa()).hasSize(8).doesNotHaveDuplicates();
            first.add(answer.a().getFirst().rdataToString());
        }
        assertThat(first).as("every cluster comes first for someone").hasSize(20);
    }

    @Test
    void aNameThatCannotStandInTheZoneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServedName(
                        TestZone.ZONE,
                        TestZone.answering("a".repeat(64), 20, TestZone.target("berlin", "203.0.113.2"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServedName(
                        TestZone.ZONE, TestZone.answering("shop", 20, TestZone.target("berlin", "nowhere"))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ServedName(TestZone.ZONE, new NameState.Unclaimed("shop")));
    }

    @Test
    void theZoneMustBeANameOfItsOwn() {
        for (String zone : List.of(".", "a..b.", "x".repeat(64) + ".", "abc.".repeat(26))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Zone(zone, List.of()))
                    .withMessageStartingWith("skerry.dns.zone");
        }
        assertThat(new Zone("edge.skerry.test", List.of()).origin()).isEqualTo(TestZone.ZONE.origin());
    }

    private static Location location(Map<String, Site> sites, String name) {
        return Objects.requireNonNull(sites.get(name)).location();
    }
}
