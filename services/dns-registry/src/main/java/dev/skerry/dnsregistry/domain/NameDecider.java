package dev.skerry.dnsregistry.domain;

import dev.skerry.dnsregistry.domain.NameEvent.Changed;
import dev.skerry.dnsregistry.domain.NameEvent.ClaimRefused;
import dev.skerry.dnsregistry.domain.NameInput.Available;
import dev.skerry.dnsregistry.domain.NameInput.Gone;
import dev.skerry.dnsregistry.domain.NameInput.Woken;
import dev.skerry.dnsregistry.domain.NameState.Answering;
import dev.skerry.dnsregistry.domain.NameState.Unclaimed;
import dev.skerry.kernel.Decider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What becomes of one name. It belongs to the first app that claims it for as long as any of that app's clusters answers; then whoever
 * comes first may have it. What is said of one cluster comes in order, for an app's events share a key.
 */
public final class NameDecider implements Decider<NameState, NameInput, NameEvent> {

    @Override
    public NameState initial(String key) {
        return new Unclaimed(key);
    }

    @Override
    public List<NameEvent> decide(NameState state, NameInput input, Instant now) {
        return switch (input) {
            case Available a
            when state instanceof Answering s && !s.app().equals(a.app()) ->
                List.of(new ClaimRefused(s.name(), s.app(), a.app()));
            case Available a when state instanceof Answering s && says(s, a) -> List.of();
            case Available a -> List.of(with(state, a, now));
            case Gone g
            when state instanceof Answering s
                    && s.app().equals(g.app())
                    && s.targets().containsKey(g.clusterId()) -> List.of(without(s, g.clusterId(), now));
            case Gone _, Woken _ -> List.of();
        };
    }

    @Override
    public NameState evolve(NameState state, NameEvent event) {
        return switch (event) {
            case Changed c -> NameState.claimed(c.name(), c.app(), c.port(), c.ttlSeconds(), c.targets(), c.at());
            case ClaimRefused _ -> state;
        };
    }

    @Override
    public Optional<Instant> wakeAt(NameState state) {
        return Optional.empty();
    }

    private static boolean says(Answering state, Available input) {
        return input.target().equals(state.targets().get(input.target().clusterId()))
                && input.port() == state.port()
                && input.ttlSeconds() == state.ttlSeconds();
    }

    private static Changed with(NameState state, Available input, Instant now) {
        SortedMap<String, Target> targets = state instanceof Answering s ? new TreeMap<>(s.targets()) : new TreeMap<>();
        targets.put(input.target().clusterId(), input.target());
        return new Changed(
                state.name(),
                input.app(),
                input.port(),
                input.ttlSeconds(),
                List.copyOf(targets.values()),
                List.of(),
                now);
    }

    private static Changed without(Answering state, String clusterId, Instant now) {
        SortedMap<String, Target> targets = new TreeMap<>(state.targets());
        targets.remove(clusterId);
        return new Changed(
                state.name(),
                state.app(),
                state.port(),
                state.ttlSeconds(),
                List.copyOf(targets.values()),
                List.of(clusterId),
                now);
    }
}
