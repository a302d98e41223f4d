package dev.skerry.runtime;

import io.micrometer.core.instrument.Counter;
import java.util.function.Function;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Brings a record to the aggregate that it is about. */
final class RekeyProcessor extends ContextualProcessor<String, byte[], String, Out> {

    private final Intake intake;
    private final Function<Received, String> key;
    private final String consumer;
    private final String deadLetters;
    private final Counter refused;

    RekeyProcessor(
            Intake intake, Function<Received, String> key, String consumer, String deadLetters, Counter refused) {
        this.intake = intake;
        this.key = key;
        this.consumer = consumer;
        this.deadLetters = deadLetters;
        this.refused = refused;
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Intake.Origin origin = intake.origin(context(), record);
        String target;
        try {
            Received received = intake.read(origin, record);
            target = Intake.understood(() -> key.apply(received));
        } catch (PoisonException e) {
            refused.increment();
            context()
                    .forward(record.withKey(origin.key())
                            .withTimestamp(context().currentSystemTimeMs())
                            .withValue(new Out(deadLetters, record.value()))
                            .withHeaders(DeadLetter.headers(
                                    record.headers(),
                                    origin.topic(),
                                    origin.place(),
                                    consumer,
                                    String.valueOf(e.getMessage()))));
            return;
        }
        if (!target.isEmpty()) {
            context().forward(Intake.rekeyed(origin, record, target));
        }
    }
}
