package dev.skerry.dnsregistry.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.dnsregistry.domain.NameEvent.Changed;
import dev.skerry.dnsregistry.domain.NameEvent.ClaimRefused;
import dev.skerry.dnsregistry.domain.NameInput.Available;
import dev.skerry.dnsregistry.domain.NameInput.Gone;
import dev.skerry.dnsregistry.domain.NameState.Answering;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Seeded random histories: what holds whatever comes, in whatever order the clusters are heard. */
class NameHistoryTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");
    private static final int LENGTH = 400;

    private final NameDecider decider = new NameDecider();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void aReplayGivesTheSameStateAndARepeatGivesNothing(long seed) {
        Random random = new Random(seed);
        NameState state = decider.initial("shop");
        List<NameEvent> log = new ArrayList<>();
        for (int step = 0; step < LENGTH; step++) {
            Instant now = START.plusSeconds(step);
            NameInput input = any(random, random.nextInt(3));
            List<NameEvent> events = decider.decide(state, input, now);
            NameState after = decider.evolve(state, events);
            holds(state, events, after);
            assertThat(decider.decide(after, input, now.plusMillis(1)))
                    .as("the same again at step %d", step)
                    .noneMatch(Changed.class::isInstance);
            log.addAll(events);
            state = after;
        }
        assertThat(decider.evolve(decider.initial("shop"), log)).isEqualTo(state);
        assertThat(log).as("the history is not trivial").hasSizeGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
    void inWhateverOrderTheClustersAreHeardTheLastWordOfEachCounts(long seed) {
        Random random = new Random(seed);
        Map<String, List<NameInput>> byCluster = new TreeMap<>();
        for (int step = 0; step < LENGTH; step++) {
            NameInput input = any(random, 0);
            byCluster.computeIfAbsent(cluster(input), id -> new ArrayList<>()).add(input);
        }
        Map<String, Target> expected = new TreeMap<>();
        byCluster.forEach((id, inputs) -> {
            if (inputs.getLast() instanceof Available available) {
                expected.put(id, available.target());
            }
        });
        for (int interleaving = 0; interleaving < 5; interleaving++) {
            NameState state = decider.initial("shop");
            for (NameInput input : interleaved(byCluster, random)) {
                for (int delivery = 0; delivery <= random.nextInt(2); delivery++) {
                    state = decider.evolve(state, decider.decide(state, input, START));
                }
            }
            assertThat(state instanceof Answering a ? a.targets() : Map.of()).isEqualTo(expected);
        }
    }

    private static void holds(NameState before, List<NameEvent> events, NameState after) {
        for (NameEvent event : events) {
            switch (event) {
                case Changed c -> {
                    Map<String, Target> was = before instanceof Answering a ? a.targets() : Map.of();
                    Map<String, Target> is = new HashMap<>();
                    c.targets().forEach(target -> is.put(target.clusterId(), target));
                    assertThat(c.targets()).isSortedAccordingTo(java.util.Comparator.comparing(Target::clusterId));
                    assertThat(was.keySet().stream().filter(id -> !is.containsKey(id)))
                            .containsExactlyElementsOf(c.withdrawn());
                    if (before instanceof Answering a) {
                        assertThat(c.app()).as("a name in use keeps its owner").isEqualTo(a.app());
                    }
                }
                case ClaimRefused r -> {
                    assertThat(r.owner()).isNotEqualTo(r.claimant());
                    assertThat(after).isEqualTo(before);
                }
            }
        }
    }

    private static NameInput any(Random random, int app) {
        String cluster = "small.site-" + random.nextInt(6);
        return random.nextInt(5) < 2
                ? new Gone("acme/app-" + app, cluster)
                : new Available(
                        "acme/app-" + app,
                        80,
                        20,
                        new Target(cluster, "site", List.of("203.0.113." + (1 + random.nextInt(4)))));
    }

    private static List<NameInput> interleaved(Map<String, List<NameInput>> byCluster, Random random) {
        List<Deque<NameInput>> left = new ArrayList<>();
        byCluster.values().forEach(inputs -> left.add(new ArrayDeque<>(inputs)));
        List<NameInput> order = new ArrayList<>();
        while (!left.isEmpty()) {
            int at = random.nextInt(left.size());
            order.add(left.get(at).removeFirst());
            if (left.get(at).isEmpty()) {
                left.remove(at);
            }
        }
        return order;
    }

    private static String cluster(NameInput input) {
        return switch (input) {
            case Available a -> a.target().clusterId();
            case Gone g -> g.clusterId();
            case NameInput.Woken _ -> "";
        };
    }
}
