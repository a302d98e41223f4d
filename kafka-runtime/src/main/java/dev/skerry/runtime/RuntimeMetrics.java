package dev.skerry.runtime;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** The runtime's counters; labels are names of deciders and topics, never ids. */
final class RuntimeMetrics {

    private final MeterRegistry registry;

    RuntimeMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    Counter inputs(String decider) {
        return Counter.builder("skerry.decider.inputs")
                .description("Inputs that a decider judged, wake-ups included")
                .tag("decider", decider)
                .register(registry);
    }

    Counter events(String decider) {
        return Counter.builder("skerry.decider.events")
                .description("Events that a decider decided")
                .tag("decider", decider)
                .register(registry);
    }

    Counter deadLetters(String consumer) {
        return Counter.builder("skerry.dead.letters")
                .description("Records that went to the dead letters")
                .tag("consumer", consumer)
                .register(registry);
    }

    Counter tasks(String topic, String result) {
        return Counter.builder("skerry.task.deliveries")
                .description("Deliveries of tasks by result")
                .tag("topic", topic)
                .tag("result", result)
                .register(registry);
    }

    /** @param waiting not a number while the broker does not say */
    void tasksWaiting(String topic, Supplier<Number> waiting) {
        Gauge.builder("skerry.tasks.waiting", waiting)
                .description("Tasks that are not done yet, those under way included")
                .tag("topic", topic)
                .register(registry);
    }

    void tasksRunning(String topic, Supplier<Number> running) {
        Gauge.builder("skerry.tasks.running", running)
                .description("Tasks that this instance carries out")
                .tag("topic", topic)
                .register(registry);
    }

    void waiting(AtomicInteger events) {
        Gauge.builder("skerry.events.waiting", events, AtomicInteger::get)
                .description("Events of the door that wait for the broker's acknowledgement")
                .register(registry);
    }
}
