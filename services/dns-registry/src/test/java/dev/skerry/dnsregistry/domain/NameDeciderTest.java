package dev.skerry.dnsregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.domain.NameEvent.Changed;
import dev.skerry.dnsregistry.domain.NameEvent.ClaimRefused;
import dev.skerry.dnsregistry.domain.NameInput.Available;
import dev.skerry.dnsregistry.domain.NameInput.Gone;
import dev.skerry.dnsregistry.domain.NameInput.Woken;
import dev.skerry.dnsregistry.domain.NameState.Answering;
import dev.skerry.dnsregistry.domain.NameState.Unclaimed;
import dev.skerry.dnsregistry.domain.NameState.Vacant;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class NameDeciderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Instant BEFORE = NOW.minusSeconds(60);
    private static final Target CPH = new Target("small.copenhagen", "copenhagen", List.of("203.0.113.7"));
    private static final Target BER = new Target("small.berlin", "berlin", List.of("203.0.113.8", "2001:db8::8"));
    private static final NameState UNCLAIMED = new Unclaimed("shop");
    private static final NameState VACANT = new Vacant("shop", "acme/shop", 80, 20, BEFORE);

    private final NameDecider decider = new NameDecider();

    static Stream<Arguments> decisions() {
        Target moved = new Target("small.copenhagen", "copenhagen", List.of("203.0.113.99"));
        return Stream.of(
                Arguments.of("the first claim", UNCLAIMED, available("acme/shop", CPH), changed("acme/shop", CPH)),
                Arguments.of(
                        "a second cluster, in the order of ids",
                        answering(CPH),
                        available("acme/shop", BER),
                        changed("acme/shop", BER, CPH)),
                Arguments.of("told again", answering(CPH), available("acme/shop", CPH), List.of()),
                Arguments.of(
                        "told again with the addresses in another order",
                        answering(BER),
                        available(
                                "acme/shop",
                                new Target("small.berlin", "berlin", List.of("2001:db8::8", "203.0.113.8"))),
                        List.of()),
                Arguments.of(
                        "other addresses", answering(CPH), available("acme/shop", moved), changed("acme/shop", moved)),
                Arguments.of(
                        "another port",
                        answering(CPH),
                        new Available("acme/shop", 8080, 20, CPH),
                        List.of(new Changed("shop", "acme/shop", 8080, 20, List.of(CPH), List.of(), NOW))),
                Arguments.of(
                        "another time to live",
                        answering(CPH),
                        new Available("acme/shop", 80, 5, CPH),
                        List.of(new Changed("shop", "acme/shop", 80, 5, List.of(CPH), List.of(), NOW))),
                Arguments.of(
                        "another app's claim",
                        answering(CPH),
                        available("rival/shop", BER),
                        List.of(new ClaimRefused("shop", "acme/shop", "rival/shop"))),
                Arguments.of(
                        "another app's claim at the same cluster",
                        answering(CPH),
                        available("rival/shop", CPH),
                        List.of(new ClaimRefused("shop", "acme/shop", "rival/shop"))),
                Arguments.of(
                        "one of two is gone",
                        answering(CPH, BER),
                        new Gone("acme/shop", "small.berlin"),
                        List.of(new Changed("shop", "acme/shop", 80, 20, List.of(CPH), List.of("small.berlin"), NOW))),
                Arguments.of(
                        "the last is gone",
                        answering(CPH),
                        new Gone("acme/shop", "small.copenhagen"),
                        List.of(new Changed("shop", "acme/shop", 80, 20, List.of(), List.of("small.copenhagen"), NOW))),
                Arguments.of("gone twice", VACANT, new Gone("acme/shop", "small.copenhagen"), List.of()),
                Arguments.of("gone before it came", UNCLAIMED, new Gone("acme/shop", "small.berlin"), List.of()),
                Arguments.of("gone where it was not", answering(CPH), new Gone("acme/shop", "small.berlin"), List.of()),
                Arguments.of(
                        "another app gone from the same cluster",
                        answering(CPH),
                        new Gone("rival/shop", "small.copenhagen"),
                        List.of()),
                Arguments.of(
                        "a freed name, claimed by another",
                        VACANT,
                        available("rival/shop", BER),
                        changed("rival/shop", BER)),
                Arguments.of(
                        "a freed name, claimed again", VACANT, available("acme/shop", CPH), changed("acme/shop", CPH)),
                Arguments.of("woken", answering(CPH), new Woken(), List.of()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("decisions")
    void decides(String title, NameState state, NameInput input, List<NameEvent> expected) {
        assertThat(decider.decide(state, input, NOW)).as(title).isEqualTo(expected);
    }

    @Test
    void foldsIntoTheStateThatTheEventDescribes() {
        NameState one = decider.evolve(UNCLAIMED, changed("acme/shop", CPH));
        assertThat(one).isEqualTo(new Answering("shop", "acme/shop", 80, 20, byCluster(CPH), NOW));

        NameState none = decider.evolve(one, decider.decide(one, new Gone("acme/shop", "small.copenhagen"), NOW));
        assertThat(none).isEqualTo(new Vacant("shop", "acme/shop", 80, 20, NOW));

        assertThat(decider.evolve(one, new ClaimRefused("shop", "acme/shop", "rival/shop")))
                .isSameAs(one);
    }

    @Test
    void waitsForNothing() {
        assertThat(decider.wakeAt(UNCLAIMED)).isEmpty();
        assertThat(decider.wakeAt(answering(CPH))).isEmpty();
        assertThat(decider.wakeAt(VACANT)).isEmpty();
    }

    private static Available available(String app, Target target) {
        return new Available(app, 80, 20, target);
    }

    private static List<NameEvent> changed(String app, Target... targets) {
        return List.of(new Changed("shop", app, 80, 20, List.of(targets), List.of(), NOW));
    }

    private static NameState answering(Target... targets) {
        return NameState.claimed("shop", "acme/shop", 80, 20, List.of(targets), BEFORE);
    }

    private static java.util.SortedMap<String, Target> byCluster(Target target) {
        return new java.util.TreeMap<>(java.util.Map.of(target.clusterId(), target));
    }
}
