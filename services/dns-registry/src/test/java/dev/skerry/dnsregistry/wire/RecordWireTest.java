package dev.skerry.dnsregistry.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.skerry.catalogue.Topics;
import dev.skerry.dnsregistry.domain.NameDecider;
import dev.skerry.dnsregistry.domain.NameEvent;
import dev.skerry.dnsregistry.domain.NameInput;
import dev.skerry.dnsregistry.domain.NameState;
import dev.skerry.dnsregistry.domain.Prefix;
import dev.skerry.dnsregistry.domain.Target;
import dev.skerry.runtime.Entry;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.Outgoing;
import dev.skerry.runtime.Received;
import dev.skerry.schemas.apps.DnsName;
import dev.skerry.schemas.apps.WorkloadAvailable;
import dev.skerry.schemas.apps.WorkloadGone;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.dns.RecordState;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.SiteState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordWireTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final EventHeaders HEADERS = new EventHeaders("1", "t", "s", NOW, "k", "1", "1", null);
    private static final Target CPH = new Target("small.cph", "cph", List.of("203.0.113.7", "2001:db8::7"));

    private final RecordWire wire = new RecordWire();

    @Test
    void aWorkloadIsBroughtToItsNameInLowerCase() {
        assertThat(RecordWire.nameOf(received(available(new DnsName("Shop", 80, 20), "203.0.113.7"))))
                .isEqualTo("shop");
        assertThat(RecordWire.nameOf(received(gone(new DnsName("shop", 80, 20)))))
                .isEqualTo("shop");
    }

    @Test
    void aWorkloadWithoutNameIsDropped() {
        assertThat(RecordWire.nameOf(received(available(null, "203.0.113.7")))).isEmpty();
        assertThat(RecordWire.nameOf(received(gone(null)))).isEmpty();
        assertThat(RecordWire.nameOf(received(site("10.1.0.0/16")))).isEmpty();
    }

    @Test
    void readsWhatComesAndGoes() {
        assertThat(wire.input(received(available(new DnsName("shop", 8080, 30), "203.0.113.7", "2001:db8::7"))))
                .contains(new NameInput.Available("acme/shop", 8080, 30, CPH));
        assertThat(wire.input(received(available(new DnsName("shop", 80, 20)))))
                .contains(new NameInput.Available("acme/shop", 80, 20, new Target("small.cph", "cph", List.of())));
        assertThat(wire.input(received(gone(new DnsName("shop", 80, 20)))))
                .contains(new NameInput.Gone("acme/shop", "small.cph"));
        assertThat(wire.input(received(site("10.1.0.0/16")))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sh op",
                "-shop",
                "shop-",
                "_http._tcp.shop",
                "shop.",
                ".shop",
                "a..b",
                "*",
                "größe",
                "ns1",
                "NS1",
                "a123456789012345678901234567890123456789012345678901234567890123"
            })
    void refusesWhatIsNoNameOfTheZone(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wire.input(received(available(new DnsName(name, 80, 20), "203.0.113.7"))))
                .withMessageStartingWith("dns.name: ");
    }

    @Test
    void takesNamesOfSeveralLabelsUpToALength() {
        String longest = "a.".repeat(63) + "ab";
        assertThat(wire.input(received(available(new DnsName(longest, 80, 20), "203.0.113.7"))))
                .isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wire.input(received(available(new DnsName(longest + "c", 80, 20), "203.0.113.7"))))
                .withMessageContaining("at most 128");
    }

    @ParameterizedTest
    @CsvSource({"0, 20, dns.port", "65536, 20, dns.port", "-1, 20, dns.port", "80, -1, dns.ttlSeconds"})
    void refusesNumbersOutOfRange(int port, int ttl, String field) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wire.input(received(available(new DnsName("shop", port, ttl), "203.0.113.7"))))
                .withMessageStartingWith(field + ": ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0.0.0.0", "::", "224.0.0.1", "shop.example", "203.0.113.256", "fe80::1%eth0"})
    void refusesWhatIsNoAddressOfAHost(String address) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> wire.input(received(available(new DnsName("shop", 80, 20), "203.0.113.7", address))))
                .withMessageStartingWith("addresses: " + address);
    }

    @Test
    void aChangeIsPublishedAsEventAndAsState() {
        NameDecider decider = new NameDecider();
        NameState unclaimed = decider.initial("shop");
        List<NameEvent> events = decider.decide(unclaimed, new NameInput.Available("acme/shop", 80, 20, CPH), NOW);
        NameState after = decider.evolve(unclaimed, events);
        dev.skerry.schemas.dns.Target target =
                new dev.skerry.schemas.dns.Target("small.cph", "cph", List.of("2001:db8::7", "203.0.113.7"));

        assertThat(wire.outgoing(events.getFirst(), after))
                .containsExactly(Outgoing.publish(
                        Topics.RECORD_EVENTS,
                        "shop",
                        new RecordChanged("shop", "acme/shop", 80, 20, List.of(target), List.of())));
        assertThat(wire.changed("shop", after, events))
                .containsExactly(Entry.published(
                        "",
                        new RecordState("shop", "acme/shop", 80, 20, List.of(target), NOW),
                        Topics.RECORD_STATE,
                        "shop"));
    }

    @Test
    void theLastTargetsEndLeavesARecordWithoutTargets() {
        NameState vacant = new NameState.Vacant("shop", "acme/shop", 80, 20, NOW);
        NameEvent event = new NameEvent.Changed("shop", "acme/shop", 80, 20, List.of(), List.of("small.cph"), NOW);

        assertThat(wire.outgoing(event, vacant))
                .containsExactly(Outgoing.publish(
                        Topics.RECORD_EVENTS,
                        "shop",
                        new RecordChanged("shop", "acme/shop", 80, 20, List.of(), List.of("small.cph"))));
        assertThat(wire.changed("shop", vacant, List.of(event)))
                .extracting(Entry::record)
                .containsExactly(new RecordState("shop", "acme/shop", 80, 20, List.of(), NOW));
    }

    @Test
    void aRefusalNamesBothAppsAndTheRemedyAndWritesNoState() {
        NameState state = NameState.claimed("shop", "acme/shop", 80, 20, List.of(CPH), NOW);
        NameEvent event = new NameEvent.ClaimRefused("shop", "acme/shop", "rival/shop");

        assertThat(wire.outgoing(event, state)).singleElement().satisfies(outgoing -> {
            Outgoing.Refuse refuse = (Outgoing.Refuse) outgoing;
            assertThat(refuse.field()).isEqualTo("dns.name");
            assertThat(refuse.reason()).contains("shop", "acme/shop", "rival/shop", "another name");
        });
        assertThat(wire.changed("shop", state, List.of(event))).isEmpty();
    }

    @Test
    void whatIsStoredIsRestored() {
        for (NameState state : List.of(
                NameState.claimed("shop", "acme/shop", 80, 20, List.of(CPH, new Target("a", "b", List.of())), NOW),
                new NameState.Vacant("shop", "acme/shop", 8080, 0, NOW))) {
            NameEvent event = new NameEvent.Changed("shop", "acme/shop", 80, 20, List.of(), List.of(), NOW);
            List<SpecificRecord> stored = wire.changed("shop", state, List.of(event)).stream()
                    .map(Entry::record)
                    .map(SpecificRecord.class::cast)
                    .toList();
            assertThat(wire.restored("shop", stored)).isEqualTo(state);
        }
    }

    @Test
    void readsASiteAndRefusesABadPrefix() {
        assertThat(ZoneWire.site(site("10.1.0.0/16", "2001:db8:1::/48")).clients())
                .containsExactly(Prefix.parse("10.1.0.0/16"), Prefix.parse("2001:db8:1::/48"));
        SiteState bad = site("10.1.0.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ZoneWire.site(bad))
                .withMessageContaining("10.1.0.0");
    }

    private static SiteState site(String... prefixes) {
        return new SiteState("cph", "", 55.7, 12.6, "emea/dk", Map.of(), List.of(prefixes), Approval.MANUAL, NOW);
    }

    private static WorkloadAvailable available(@Nullable DnsName dns, String... addresses) {
        return new WorkloadAvailable("acme/shop", "small.cph", "cph", 1, dns, List.of(addresses));
    }

    private static WorkloadGone gone(@Nullable DnsName dns) {
        return new WorkloadGone("acme/shop", "small.cph", "cph", dns, "drained");
    }

    private static Received received(SpecificRecord record) {
        return new Received(Topics.WORKLOAD_EVENTS, "acme/shop", record, HEADERS);
    }
}
