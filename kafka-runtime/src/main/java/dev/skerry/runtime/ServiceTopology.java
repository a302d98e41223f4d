package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/** Builds a service's topology from its deciders. A topic that several deciders read is one source. */
final class ServiceTopology {

    private static final Serde<String> KEYS = Serdes.String();
    private static final Serde<byte[]> VALUES = Serdes.ByteArray();
    private static final Serde<Out> OUT = Serdes.serdeFrom(Out.SERIALIZER, (topic, bytes) -> new Out(topic, bytes));

    /** Segments small enough that the cleaner keeps a changelog near the size of what it holds. */
    private static final Map<String, String> CHANGELOG =
            Map.of("segment.bytes", "16777216", "min.cleanable.dirty.ratio", "0.3");

    /** A record without a time must not end the stream thread, as Kafka Streams' own extractor does; no rule of ours looks at it. */
    private static final TimestampExtractor TIMES = (record, partitionTime) -> Math.max(0, record.timestamp());

    private final RuntimeContext runtime;
    private final StreamsBuilder builder;
    private final Map<String, KStream<String, byte[]>> sources = new HashMap<>();

    ServiceTopology(RuntimeContext runtime, StreamsBuilder builder) {
        this.runtime = runtime;
        this.builder = builder;
    }

    void add(Collection<? extends DeciderTopology<?, ?, ?>> deciders) {
        deciders.forEach(this::add);
    }

    private <S, I, E> void add(DeciderTopology<S, I, E> decider) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(decider.storeName()), KEYS, VALUES)
                        .withLoggingEnabled(CHANGELOG)
                        .withCachingDisabled());
        @Nullable KStream<String, byte[]> inputs = null;
        for (Topic topic : decider.keyed()) {
            inputs = merged(inputs, source(topic));
        }
        @Nullable KStream<String, byte[]> rekeyed = null;
        for (DeciderTopology.Rekeyed each : decider.rekeyed()) {
            rekeyed = merged(rekeyed, rekeyed(decider, each));
        }
        if (rekeyed != null) {
            inputs = merged(
                    inputs,
                    rekeyed.repartition(Repartitioned.with(KEYS, VALUES)
                            .withName(decider.name())
                            .withNumberOfPartitions(decider.partitions())));
        }
        if (inputs == null) {
            throw new IllegalArgumentException("the decider " + decider.name() + " reads no topic");
        }
        send(inputs.process(
                () -> new DeciderProcessor<>(decider, runtime), Named.as(decider.name()), decider.storeName()));
    }

    private KStream<String, byte[]> rekeyed(DeciderTopology<?, ?, ?> decider, DeciderTopology.Rekeyed input) {
        KStream<String, Out> routed =
                source(input.topic()).process(() -> new RekeyProcessor(decider, input.key(), runtime));
        send(routed.filter((key, out) -> out.leaves()));
        return routed.filterNot((key, out) -> out.leaves())
                .mapValues(out -> out.value() == null ? new byte[0] : out.value());
    }

    private KStream<String, byte[]> source(Topic topic) {
        return sources.computeIfAbsent(
                runtime.prefix() + topic.name(),
                name -> builder.stream(
                        List.of(name), Consumed.with(KEYS, VALUES).withTimestampExtractor(TIMES)));
    }

    private static void send(KStream<String, Out> out) {
        out.to((key, value, context) -> value.topic(), Produced.with(KEYS, OUT));
    }

    private static KStream<String, byte[]> merged(
            @Nullable KStream<String, byte[]> left, KStream<String, byte[]> right) {
        return left == null ? right : left.merge(right);
    }
}
