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

    /** A record that is judged so long after it was written shows that others wait behind it. */
    private static final Duration LATE = Duration.ofSeconds(2);

    /** After so long without a record none waits. */
    private static final Duration QUIET = Duration.ofSeconds(5);

    private final DeciderTopology<S, I, E> topology;
    private final RuntimeContext runtime;
    private @Nullable DeciderHost<S, I, E> host;
    private Instant written = Instant.MAX;
    private Instant read = Instant.EPOCH;

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
        context.schedule(
                TICK, PunctuationType.WALL_CLOCK_TIME, time -> host().wake(judged(Instant.ofEpochMilli(time))));
    }

    /**
     * The time until which everything is known. With records waiting, that is when the last one was written: what a deadline waits for
     * may be among them, and an agent whose reports wait here is not silent.
     */
    private Instant judged(Instant now) {
        boolean behind = written.isBefore(now.minus(LATE)) && now.isBefore(read.plus(QUIET));
        return behind ? written : now;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        read = Instant.ofEpochMilli(context().currentSystemTimeMs());
        written = Instant.ofEpochMilli(record.timestamp());
        host().process(StreamsRecords.arrival(context(), record), read);
    }

    private DeciderHost<S, I, E> host() {
        return Objects.requireNonNull(host, "init comes first");
    }
}
