package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import dev.skerry.kernel.Decider;
import dev.skerry.kernel.Ids;
import io.micrometer.core.instrument.Counter;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;

/**
 * Hosts a decider: judges each input against the aggregate's state, folds the events, and hands on events, tasks, snapshots and
 * store entries. Whoever drives it commits what one input led to, and that the input was read, in one transaction.
 *
 * <p>States are kept in memory and rebuilt from the store whenever a host is made. Deadlines come from the states: there is no timer
 * to lose. Every id is derived from the cause, so a replay writes the same ids.
 */
final class DeciderHost<S, I, E> {

    private static final Logger LOG = LoggerFactory.getLogger(DeciderHost.class);

    /** What a deadline is kept under; ordered by time. */
    private record Wake(Instant at, String key) implements Comparable<Wake> {
        private static final Comparator<Wake> ORDER =
                Comparator.comparing(Wake::at).thenComparing(Wake::key);

        @Override
        public int compareTo(Wake other) {
            return ORDER.compare(this, other);
        }
    }

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
    private final AggregateStore store;
    private final Outlet outlet;

    /** Restores every aggregate that the entries make up. */
    DeciderHost(DeciderTopology<S, I, E> topology, RuntimeContext runtime, EntryStore entries, Outlet outlet) {
        this.decider = topology.decider();
        this.wire = topology.wire();
        this.runtime = runtime;
        this.consumer = runtime.service() + "/" + topology.name();
        this.intake = new Intake(runtime.codec(), runtime.prefix());
        this.inputs = runtime.metrics().inputs(topology.name());
        this.decided = runtime.metrics().events(topology.name());
        this.refused = runtime.metrics().deadLetters(consumer);
        this.store =
                new AggregateStore(entries, runtime.codec(), topology.store().name());
        this.outlet = outlet;
        store.all().forEach(this::restore);
    }

    /** Judges one record. */
    void process(Arrival arrival, Instant now) {
        Received received;
        Optional<I> input;
        try {
            received = intake.read(arrival);
            input = Intake.understood(() -> wire.input(received));
        } catch (PoisonException e) {
            deadLetter(arrival, String.valueOf(e.getMessage()), now);
            return;
        }
        input.ifPresent(
                each -> handle(arrival.key(), each, now, new Cause(received.headers(), arrival, received.topic())));
    }

    /** Wakes every aggregate whose deadline has come; one that fails is asked again the next time. */
    void wake(Instant now) {
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

    /** When {@link #wake} has something to do next. */
    Optional<Instant> nextWake() {
        return wakes.isEmpty() ? Optional.empty() : Optional.of(wakes.first().at());
    }

    /** An aggregate's state; empty when nothing was decided about it. */
    Optional<S> state(String key) {
        return Optional.ofNullable(aggregates.get(key)).map(Aggregate::state);
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
            try (MDCCloseable mdc = Correlation.of(cause.headers().correlationId())) {
                LOG.error("{} could not judge {} for {}", consumer, input, key, e);
            }
            forget(key);
            restore(key, store.one(key));
            if (cause.arrival() != null) {
                deadLetter(cause.arrival(), "internal error: " + e, now);
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
        Activity activity = cause.decision(consumer, before, now, runtime.traces());
        try {
            apply(key, state, events, now, cause, activity, cause.tracedAt(before, now));
        } catch (RuntimeException | StackOverflowError e) {
            activity.failed(e.toString());
            throw e;
        } finally {
            activity.end();
        }
    }

    private void apply(
            String key, S state, List<E> events, Instant now, Cause cause, Activity activity, Instant tracedAt) {
        EventHeaders from =
                cause.headers().in(activity.traceparent(cause.headers().traceparent()));
        // From here on the state may have been changed in place: nothing is handed on before all of it is known.
        S after = decider.evolve(state, events);
        List<Departure> out = new ArrayList<>();
        Refusals refusals = new Refusals();
        for (E event : events) {
            for (Outgoing each : wire.outgoing(event, after)) {
                switch (each) {
                    case Outgoing.Publish publish ->
                        out.add(outgoing(publish.topic(), publish.key(), publish.value(), from, out.size(), now));
                    case Outgoing.Refuse refuse -> refusals.add(refuse);
                }
            }
        }
        List<Entry> entries = wire.changed(key, after, events);
        Map<Entry, byte @Nullable []> values = new HashMap<>();
        for (Entry entry : entries) {
            if (!entry.isView()) {
                values.put(entry, store.encode(entry.record()));
            }
            if (entry.topic() != null && entry.key() != null) {
                out.add(outgoing(entry.topic(), entry.key(), entry.record(), from, out.size(), now));
            }
        }
        values.forEach((entry, value) -> store.put(key, entry.name(), value, cause.headers()));
        remember(
                key,
                new Aggregate<>(
                        after, decider.wakeAt(after), from.correlationId(), from.id(), from.traceparent(), tracedAt));
        out.forEach(outlet::forward);
        if (!refusals.isEmpty() && cause.arrival() != null) {
            deadLetter(cause.arrival(), refusals.toString(), now);
        }
    }

    private Departure outgoing(
            Topic topic, String key, @Nullable SpecificRecord value, EventHeaders from, int index, Instant now) {
        Headers headers = new RecordHeaders();
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
        return new Departure(runtime.prefix() + topic.name(), key, bytes, headers, now.toEpochMilli());
    }

    private void deadLetter(Arrival arrival, String reason, Instant now) {
        refused.increment();
        String correlationId = EventHeaders.from(
                        arrival.headers(),
                        arrival.origin().place(),
                        arrival.origin().key(),
                        arrival.timestamp())
                .correlationId();
        try (MDCCloseable mdc = Correlation.of(correlationId)) {
            LOG.warn("{} refused {}: {}", consumer, arrival.origin().place(), DeadLetter.plain(reason));
        }
        outlet.forward(DeadLetter.of(arrival, runtime.prefix(), consumer, reason, now));
    }

    private static EventHeaders wakeHeaders(Wake due, Aggregate<?> aggregate) {
        String id = Ids.derived(aggregate.causationId() + "@" + due.at(), 0).toString();
        return new EventHeaders(
                id, "", "", due.at(), due.key(), aggregate.correlationId(), aggregate.causationId(), null);
    }

    private void restore(String key, AggregateStore.Contents contents) {
        if (!contents.entries.isEmpty()) {
            S state = wire.restored(key, contents.entries);
            remember(
                    key,
                    new Aggregate<>(
                            state,
                            decider.wakeAt(state),
                            contents.correlationId,
                            contents.causationId,
                            null,
                            Instant.EPOCH));
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
