package dev.skerry.runtime;

import io.micrometer.core.instrument.Counter;
import java.time.Instant;
import java.util.function.Function;

/** Brings records to the aggregates that they are about; what cannot be understood goes to the dead letters. */
final class Rekeying {

    private final Function<Received, String> key;
    private final RuntimeContext runtime;
    private final String consumer;
    private final Intake intake;
    private final Counter refused;
    private final Outlet outlet;

    /**
     * @param decider whose aggregates they are
     * @param key the aggregate's id for a record; empty text drops the record
     */
    Rekeying(DeciderTopology<?, ?, ?> decider, Function<Received, String> key, RuntimeContext runtime, Outlet outlet) {
        this.key = key;
        this.runtime = runtime;
        this.consumer = runtime.service() + "/" + decider.name();
        this.intake = new Intake(runtime.codec(), runtime.prefix());
        this.refused = runtime.metrics().deadLetters(consumer);
        this.outlet = outlet;
    }

    void process(Arrival arrival, Instant now) {
        String target;
        try {
            Received received = intake.read(arrival);
            target = Intake.understood(() -> key.apply(received));
        } catch (PoisonException e) {
            refused.increment();
            String reason = String.valueOf(e.getMessage());
            outlet.forward(DeadLetter.of(arrival, runtime.prefix(), consumer, reason, now));
            return;
        }
        if (!target.isEmpty()) {
            outlet.forward(arrival.rekeyed(target));
        }
    }
}
