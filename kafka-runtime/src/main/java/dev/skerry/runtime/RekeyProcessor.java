package dev.skerry.runtime;

import java.time.Instant;
import java.util.Objects;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Drives a {@link Rekeying} on Kafka Streams. */
final class RekeyProcessor extends ContextualProcessor<String, byte[], String, Out> {

    private final DeciderTopology<?, ?, ?> decider;
    private final Function<Received, String> key;
    private final RuntimeContext runtime;
    private @Nullable Rekeying rekeying;

    RekeyProcessor(DeciderTopology<?, ?, ?> decider, Function<Received, String> key, RuntimeContext runtime) {
        this.decider = decider;
        this.key = key;
        this.runtime = runtime;
    }

    @Override
    public void init(ProcessorContext<String, Out> context) {
        super.init(context);
        rekeying = new Rekeying(decider, key, runtime, departure -> context.forward(StreamsRecords.record(departure)));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Objects.requireNonNull(rekeying, "init comes first")
                .process(
                        StreamsRecords.arrival(context(), record),
                        Instant.ofEpochMilli(context().currentSystemTimeMs()));
    }
}
