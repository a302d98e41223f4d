package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.kernel.Decider;
import dev.skerry.kernel.Ids;
import io.micrometer.core.instrument.Counter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts a decider: judges each input against the aggregate's state, folds the events, and hands on events, tasks, snapshots and
 * store entries, which Kafka Streams commits in one transaction (exactly_once_v2, KIP-447).
 *
 * <p>States are kept in memory and rebuilt from the store whenever the task starts. Deadlines come from the states: there is no timer
 * to lose. Every id is derived from the cause, so a replay writes the same ids.
 */
final class DeciderProcessor<S, I, E> extends ContextualProcessor<String, byte[], String, Out> {

    private static final Logger LOG = LoggerFactory.getLogger(DeciderProcessor.class);
    private static final Duration TICK = Duration.ofMillis(100);

    /** What a deadline is kept under; ordered by time. */
    private record Wake(Instant at, String key) implements Comparable<Wake> {
        private static final Comparator<Wake> ORDER =
                Comparator.comparing(Wake::at).thenComparing(Wake::key);

        @Override
        public int compareTo(Wake other) {
            return ORDER.compare(this, other);
        }
    }

    /** An input with all that is known of where it came from. */
    private record Cause(
            EventHeaders headers, @Nullable Record<String, byte[]> record, Intake.@Nullable Origin origin) {}

    private final DeciderTopology<S, I, E> topology;
    private final Decider<S, I, E> decider;
    private final Wire<S, I, E> wire;
    private final RuntimeContext runtime;
    private final String consumer;
    private final Intake intake;
    private final Counter inputs;
    private final Counter decided;
    private final Counter refused;
    private final Map<String, Aggregate<S>> aggregates = new HashMap<>();
    private final TreeSet<Wake> wakes = new TreeSet<>();
    private @Nullable AggregateStore store;

    DeciderProcessor(DeciderTopology<S, I, E> topology, RuntimeContext runtime) {
        this.topology = topology;
        this.decider = topology.decider();
        this.wire = topology.wire();
        this.runtime = runtime;
        this.consumer = runtime.service() + "/" + topology.name();
        this.intake = new Intake(runtime.codec(), runtime.prefix());
        this.inputs = runtime.metrics().inputs(topology.name());
        this.decided = runtime.metrics().events(topology.name());
        this.refused = runtime.metrics().deadLetters(consumer);
    }

    @Override
    public void init(ProcessorContext<String, Out> context) {
        super.init(context);
        store = new AggregateStore(
                context.getStateStore(topology.storeName()),
                runtime.codec(),
                topology.store().name());
        store().all().forEach(this::restore);
        context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, time -> wake(Instant.ofEpochMilli(time)));
    }

    @Override
    public void process(Record<String, byte[]> record) {
        Intake.Origin origin = intake.origin(context(), record);
        Received received;
        Optional<I> input;
        try {
            received = intake.read(origin, record);
            input = Intake.understood(() -> wire.input(received));
        } catch (PoisonException e) {
            deadLetter(record, origin, String.valueOf(e.getMessage()));
            return;
        }
        input.ifPresent(each -> handle(record.key(), each, now(), new Cause(received.headers(), record, origin)));
    }

    private void wake(Instant now) {
        List<Wake> again = new ArrayList<>();
        while (!wakes.isEmpty() && !wakes.first().at().isAfter(now)) {
            Wake due = Objects.requireNonNull(wakes.pollFirst());
            Aggregate<S> aggregate = aggregates.get(due.key());
            if (aggregate != null) {
                boolean judged =
                        handle(due.key(), wire.woken(), now, new Cause(wakeHeaders(due, aggregate), null, null));
                if (!judged && wakes.remove(due)) {
                    again.add(due); // still due: asked at the next tick, so that the others are asked at all
                }
            }
        }
        wakes.addAll(again);
    }

    /** @return false when the decider or its wire failed; then the state is as it was */
    private boolean handle(String key, I input, Instant now, Cause cause) {
        inputs.increment();
        try {
            decide(key, input, now, cause);
            return true;
        } catch (UnavailableException | KafkaException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            LOG.error("{} could not judge {} for {}", consumer, input, key, e);
            forget(key);
            restore(key, store().one(key));
            if (cause.record() != null && cause.origin() != null) {
                deadLetter(cause.record(), cause.origin(), "internal error: " + e);
            }
            return false;
        }
    }

    private void decide(String key, I input, Instant now, Cause cause) {
        Aggregate<S> before = aggregates.get(key);
        S state = before == null ? decider.initial(key) : before.state();
        List<E> events = decider.decide(state, input, now);
        if (events.isEmpty()) {
            return;
        }
        decided.increment(events.size());
        // From here on the state may have been changed in place: nothing is handed on before all of it is known.
        S after = decider.evolve(state, events);
        List<Record<String, Out>> out = new ArrayList<>();
        Refusals refusals = new Refusals();
        for (E event : events) {
            for (Outgoing each : wire.outgoing(event, after)) {
                switch (each) {
                    case Outgoing.Publish publish ->
                        out.add(outgoing(publish.topic(), publish.key(), publish.value(), cause, out.size(), now));
                    case Outgoing.Refuse refuse -> refusals.add(refuse);
                }
            }
        }
        List<Entry> entries = wire.changed(key, after, events);
        Map<Entry, byte @Nullable []> values = new HashMap<>();
        for (Entry entry : entries) {
            if (!entry.isView()) {
                values.put(entry, store().encode(entry.record()));
            }
            if (entry.topic() != null && entry.key() != null) {
                out.add(outgoing(entry.topic(), entry.key(), entry.record(), cause, out.size(), now));
            }
        }
        values.forEach((entry, value) -> store().put(key, entry.name(), value, cause.headers()));
        remember(
                key,
                new Aggregate<>(
                        after,
                        decider.wakeAt(after),
                        cause.headers().correlationId(),
                        cause.headers().id()));
        out.forEach(context()::forward);
        if (!refusals.isEmpty() && cause.record() != null && cause.origin() != null) {
            deadLetter(cause.record(), cause.origin(), refusals.toString());
        }
    }

    private Record<String, Out> outgoing(
            Topic topic, String key, @Nullable SpecificRecord value, Cause cause, int index, Instant now) {
        Headers headers = new RecordHeaders();
        EventHeaders from = cause.headers();
        new EventHeaders(
                        Ids.derived(from.id() + "|" + consumer, index).toString(),
                        value == null ? "" : value.getSchema().getFullName(),
                        "/skerry/" + runtime.service(),
                        now,
                        key,
                        from.correlationId(),
                        from.id(),
                        from.traceparent())
                .to(headers);
        byte[] bytes = value == null ? null : topic.checkSize(runtime.codec().encode(topic.name(), value));
        return new Record<>(key, new Out(runtime.prefix() + topic.name(), bytes), now.toEpochMilli(), headers);
    }

    private void deadLetter(Record<String, byte[]> record, Intake.Origin origin, String reason) {
        refused.increment();
        LOG.warn("{} refused {}: {}", consumer, origin.place(), DeadLetter.plain(reason));
        context()
                .forward(record.withKey(origin.key())
                        .withTimestamp(context().currentSystemTimeMs())
                        .withValue(new Out(DeadLetter.topic(runtime.prefix()), record.value()))
                        .withHeaders(DeadLetter.headers(
                                record.headers(), origin.topic(), origin.place(), consumer, reason)));
    }

    private static EventHeaders wakeHeaders(Wake due, Aggregate<?> aggregate) {
        String id = Ids.derived(aggregate.causationId() + "@" + due.at(), 0).toString();
        return new EventHeaders(
                id, "", "", due.at(), due.key(), aggregate.correlationId(), aggregate.causationId(), null);
    }

    private void restore(String key, AggregateStore.Contents contents) {
        if (!contents.entries.isEmpty()) {
            S state = wire.restored(key, contents.entries);
            remember(key, new Aggregate<>(state, decider.wakeAt(state), contents.correlationId, contents.causationId));
        }
    }

    private void remember(String key, Aggregate<S> aggregate) {
        forget(key);
        aggregates.put(key, aggregate);
        aggregate.wakeAt().ifPresent(at -> wakes.add(new Wake(at, key)));
    }

    private void forget(String key) {
        Aggregate<S> known = aggregates.remove(key);
        if (known != null) {
            known.wakeAt().ifPresent(at -> wakes.remove(new Wake(at, key)));
        }
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private AggregateStore store() {
        return Objects.requireNonNull(store, "init comes first");
    }

    /** The reasons for which one input was refused. */
    private static final class Refusals {
        private final List<String> reasons = new ArrayList<>();

        void add(Outgoing.Refuse refuse) {
            reasons.add(refuse.field().isEmpty() ? refuse.reason() : refuse.field() + ": " + refuse.reason());
        }

        boolean isEmpty() {
            return reasons.isEmpty();
        }

        @Override
        public String toString() {
            return String.join("; ", reasons);
        }
    }
}
