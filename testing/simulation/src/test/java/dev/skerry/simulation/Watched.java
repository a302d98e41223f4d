package dev.skerry.simulation;

import dev.skerry.kernel.Decider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A decider that somebody looks at while it decides. */
final class Watched<S, I, E> implements Decider<S, I, E> {

    /** Looks at a decision. */
    interface Watcher {
        void decided(Object after, List<?> events, Instant now);
    }

    private final Decider<S, I, E> decider;
    private final Watcher watcher;
    private Instant now = Instant.EPOCH;

    Watched(Decider<S, I, E> decider, Watcher watcher) {
        this.decider = decider;
        this.watcher = watcher;
    }

    @Override
    public S initial(String key) {
        return decider.initial(key);
    }

    @Override
    public List<E> decide(S state, I input, Instant at) {
        now = at;
        return decider.decide(state, input, at);
    }

    @Override
    public S evolve(S state, E event) {
        return decider.evolve(state, event);
    }

    @Override
    public S evolve(S state, List<E> events) {
        S after = decider.evolve(state, events);
        watcher.decided(after, events, now);
        return after;
    }

    @Override
    public Optional<Instant> wakeAt(S state) {
        return decider.wakeAt(state);
    }
}
