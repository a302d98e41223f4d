package dev.skerry.runtime;

import java.util.List;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * A decider's only mapping between Avro and its domain. Pure.
 *
 * @param <S> the state
 * @param <I> the inputs
 * @param <E> the events
 */
public interface Wire<S, I, E> {

    /**
     * The input that a record is to this decider, or empty when it has no use for it.
     *
     * @throws IllegalArgumentException when the record cannot be an input; its message names the field and the remedy, and the
     *     record goes to the dead letters with it
     */
    Optional<I> input(Received received);

    /** The input that a deadline is. */
    I woken();

    /** What an event becomes outside; empty for an event that only changes state. */
    List<Outgoing> outgoing(E event, S after);

    /**
     * The entries that a decision changed.
     *
     * @param key the aggregate's
     * @param after the state after the events
     * @param events all events of one decision, never empty
     */
    List<Entry> changed(String key, S after, List<E> events);

    /**
     * The state that the stored entries make up, in no particular order.
     *
     * @param key the aggregate's
     * @param entries the values of all its entries; never empty
     */
    S restored(String key, List<SpecificRecord> entries);
}
