package dev.skerry.kernel;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One aggregate's rules as pure functions: {@code decide} judges, {@code evolve} alone changes state, {@code wakeAt} says when the
 * aggregate wants to be asked again. A decider reads no clock, draws no random number and does no I/O; the same calls give the
 * same answers, so a replay ends in the same state.
 *
 * <p>The pattern is the decider of functional event sourcing (Jérémie Chassaing, "Functional Event Sourcing Decider", 2021).
 *
 * @param <S> the aggregate's state. It may be mutable only where {@code evolve} is the one that changes it.
 * @param <I> what the aggregate is told: requests, observations, outcomes, and being woken
 * @param <E> what the aggregate decides: its facts and the tasks it hands out
 */
public interface Decider<S, I, E> {

    /** The state of an aggregate about which nothing is known yet. */
    S initial(String key);

    /**
     * Judges one input. Decisions are level-triggered: they follow from the state, not from which message woke the aggregate, so an
     * input that is late, repeated or early yields no event.
     *
     * @param state the state before the input; never changed here
     * @param input what the aggregate is told
     * @param now the time of the decision
     * @return the events in the order in which they happened; empty when nothing follows
     */
    List<E> decide(S state, I input, Instant now);

    /** Folds one event into the state. Total: every event that {@link #decide} can return is accepted in the state it was decided in. */
    S evolve(S state, E event);

    /**
     * When the aggregate wants to be woken, from its state alone. A time in the past means at once. An aggregate that is woken and
     * decides nothing is not woken again before its state changes or {@code wakeAt} gives another time.
     *
     * @return the earliest deadline in the state, or empty when it waits for nothing
     */
    Optional<Instant> wakeAt(S state);

    /** Folds events in order: the state after a decision. */
    default S evolve(S state, List<E> events) {
        S folded = state;
        for (E event : events) {
            folded = evolve(folded, event);
        }
        return folded;
    }
}
