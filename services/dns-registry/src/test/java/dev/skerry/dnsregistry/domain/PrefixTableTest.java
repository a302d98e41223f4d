package dev.skerry.dnsregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.domain.Address.Family;
import dev.skerry.dnsregistry.domain.PrefixTable.Entry;
import dev.skerry.dnsregistry.domain.PrefixTable.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PrefixTableTest {

    private static final PrefixTable TABLE = new PrefixTable(List.of(
            new Entry(Prefix.parse("10.1.0.0/16"), 1),
            new Entry(Prefix.parse("10.1.128.0/24"), 2),
            new Entry(Prefix.parse("10.2.0.0/16"), 3),
            new Entry(Prefix.parse("10.2.0.0/16"), 4),
            new Entry(Prefix.parse("2001:db8:1::/48"), 5)));

    @ParameterizedTest(name = "{0} is of {1}, scope {2}: {3}")
    @CsvSource({
        "10.2.3.4/32,        3, 16, the matched prefix and the first entry of two",
        "10.2.3.0/24,        3, 16, a client prefix",
        "10.1.128.9/32,      2, 24, the longest of two",
        "10.1.0.9/32,        1, 17, the rest of a prefix that has a hole",
        "10.1.129.9/32,      1, 24, next to the hole",
        "192.168.0.1/32,    -1,  1, nobody's",
        "10.0.0.1/32,       -1, 16, nobody's beside somebody's",
        "10.0.0.0/8,        -1,  9, too short to tell",
        "10.1.0.0/16,        1, 17, too short to tell about the hole",
        "2001:db8:1:2::/64,  5, 48, the other family",
        "2001:db8:2::/48,   -1, 47, beside it"
    })
    void matchesTheLongestAndSaysHowFarThatHolds(String asked, int value, int scope, String why) {
        assertThat(TABLE.find(Prefix.parse(asked))).as(why).isEqualTo(new Match(value, scope));
    }

    @Test
    void anEmptyTableSaysTheSameToAll() {
        assertThat(new PrefixTable(List.of()).find(Prefix.parse("10.0.0.1/32"))).isEqualTo(new Match(-1, 0));
    }

    @ParameterizedTest
    @EnumSource(Family.class)
    void agreesWithLookingAtEveryPrefix(Family family) {
        Random random = new Random(20260301);
        for (int round = 0; round < 60; round++) {
            List<Entry> entries = new ArrayList<>();
            int count = random.nextInt(80);
            for (int i = 0; i < count; i++) {
                entries.add(new Entry(new Prefix(near(random, family), 1 + random.nextInt(family.bits())), i));
            }
            PrefixTable table = new PrefixTable(entries);
            for (int i = 0; i < 60; i++) {
                Address address = near(random, family);
                Prefix asked = new Prefix(address, random.nextInt(family.bits() + 1));
                Match match = table.find(asked);
                assertThat(match.value()).isEqualTo(bruteForce(entries, asked));
                if (match.scope() <= asked.length()) {
                    Address other = sharing(random, asked.address(), match.scope());
                    assertThat(table.find(new Prefix(other, family.bits())).value())
                            .as("%s has the scope %d of %s", other, match.scope(), asked)
                            .isEqualTo(match.value());
                }
            }
        }
    }

    private static int bruteForce(List<Entry> entries, Prefix asked) {
        Entry best = null;
        for (Entry entry : entries) {
            int length = entry.prefix().length();
            boolean holds = length <= asked.length()
                    && asked.address().masked(length).equals(entry.prefix().address());
            if (holds && (best == null || length > best.prefix().length())) {
                best = entry;
            }
        }
        return best == null ? PrefixTable.NONE : best.value();
    }

    /** Addresses that share many bits, so that prefixes nest. */
    private static Address near(Random random, Family family) {
        long high = 0x0A01_0000_0000_0000L ^ (random.nextLong() >>> random.nextInt(64));
        return switch (family) {
            case IPV4 -> new Address(family, high & 0xFFFF_FFFF_0000_0000L, 0);
            case IPV6 -> new Address(family, high, random.nextBoolean() ? 0 : random.nextLong());
        };
    }

    private static Address sharing(Random random, Address address, int bits) {
        Address noise = near(random, address.family());
        Address kept = address.masked(bits);
        Address cut = noise.masked(bits);
        return new Address(
                address.family(), kept.high() | noise.high() ^ cut.high(), kept.low() | noise.low() ^ cut.low());
    }
}
