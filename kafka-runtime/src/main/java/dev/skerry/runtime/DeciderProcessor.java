package dev.skerry.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Drives a {@link DeciderHost} on Kafka Streams, which commits all that the host hands on in one transaction (exactly_once_v2,
 * KIP-447).
 */
final class DeciderProcessor<S, I, E> extends ContextualProcessor<String, byte[], String, Out> {

    private static final Duration TICK = Duration.ofMillis(100);

    private final DeciderTopology<S, I, E> topology;
    private final RuntimeContext runtime;
    private @Nullable DeciderHost<S, I, E> host;

    DeciderProcessor(DeciderTopology<S, I, E> topology, RuntimeContext runtime) {
        this.topology = topology;
        this.runtime = runtime;
    }

    @Override
    public void init(ProcessorContext<String, Out> context) {
        super.init(context);
        host = new DeciderHost<>(
                topology,
                runtime,
                new StreamsEntryStore(context.getStateStore(topology.storeName())),
                departure -> context.forward(StreamsRecords.record(departure)));
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> host().wake(Instant.ofEpochMilli(time)));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        host().process(
                        StreamsRecords.arrival(context(), record),
                        Instant.ofEpochMilli(context().currentSystemTimeMs()));
    }

    private DeciderHost<S, I, E> host() {
        return Objects.requireNonNull(host, "init comes first");
    }
}
