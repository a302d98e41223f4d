package dev.skerry.runtime;

import dev.skerry.catalogue.Store;
import dev.skerry.catalogue.Topic;
import dev.skerry.kernel.Decider;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * One decider with what feeds it: the description from which the Kafka Streams topology is built.
 *
 * <p>{@link #keyed} topics carry the aggregate's id as their key and are read as they are; {@link #rekeyed} ones go through a
 * repartition topic first. All keyed topics of one decider have equally many partitions.
 *
 * @param <S> the state
 * @param <I> the inputs
 * @param <E> the events
 */
public final class DeciderTopology<S, I, E> {

    /** A topic whose records are brought to the aggregate that they are about. */
    record Rekeyed(Topic topic, Function<Received, String> key) {}

    private final String name;
    private final Store store;
    private final Decider<S, I, E> decider;
    private final Wire<S, I, E> wire;
    private final List<Topic> keyed = new ArrayList<>();
    private final List<Rekeyed> rekeyed = new ArrayList<>();
    private int partitions = 4;

    private DeciderTopology(String name, Store store, Decider<S, I, E> decider, Wire<S, I, E> wire) {
        this.name = name;
        this.store = store;
        this.decider = decider;
        this.wire = wire;
    }

    /**
     * Starts a description.
     *
     * @param name unique within the service; names the processor, its metrics and its repartition topic
     * @param store the catalogue's store for its state
     */
    public static <S, I, E> DeciderTopology<S, I, E> of(
            String name, Store store, Decider<S, I, E> decider, Wire<S, I, E> wire) {
        return new DeciderTopology<>(name, store, decider, wire);
    }

    /** Reads topics whose key is the aggregate's id. */
    public DeciderTopology<S, I, E> keyed(Topic... topics) {
        keyed.addAll(List.of(topics));
        return this;
    }

    /**
     * Reads topics whose records belong to another key.
     *
     * @param key the aggregate's id for a record; empty text drops the record
     */
    public DeciderTopology<S, I, E> rekeyed(Function<Received, String> key, Topic... topics) {
        for (Topic topic : topics) {
            rekeyed.add(new Rekeyed(topic, key));
        }
        return this;
    }

    /** One writer for the whole fleet: every input goes to one aggregate of this id, in one partition. */
    public DeciderTopology<S, I, E> single(String key, Topic... topics) {
        partitions = 1;
        return rekeyed(received -> key, topics);
    }

    String name() {
        return name;
    }

    /** The name of its store within the service's topology. */
    String storeName() {
        return name + "-state";
    }

    Store store() {
        return store;
    }

    Decider<S, I, E> decider() {
        return decider;
    }

    Wire<S, I, E> wire() {
        return wire;
    }

    List<Topic> keyed() {
        return List.copyOf(keyed);
    }

    List<Rekeyed> rekeyed() {
        return List.copyOf(rekeyed);
    }

    int partitions() {
        return partitions;
    }
}
