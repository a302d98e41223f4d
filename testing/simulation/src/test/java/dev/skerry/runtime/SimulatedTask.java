package dev.skerry.runtime;

import dev.skerry.kernel.Decider;
import dev.skerry.simulation.LogRecord;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * What Kafka Streams makes of one partition of a decider: it reads its topics, and what it decided becomes visible together with
 * what it stored and how far it read, or not at all. The decider is driven by the product's own host; only the driver is another.
 *
 * @param <S> the decider's state
 */
public final class SimulatedTask<S> {

    private static final RuntimeMetrics METRICS = new RuntimeMetrics(new SimpleMeterRegistry());

    /** A record that a transaction is about to publish. */
    public record Output(String topic, String key, byte @Nullable [] value, RecordHeaders headers, long timestamp) {

        /** Whether it is a record of a type. @param type without its name space */
        public boolean is(String type) {
            var header = headers.lastHeader("ce_type");
            return !topic.endsWith("-repartition")
                    && header != null
                    && new String(header.value(), java.nio.charset.StandardCharsets.UTF_8).endsWith("." + type);
        }
    }

    /** Makes the host of a decider, or the way to its repartition topic. */
    private interface Driver<S> {
        void process(LogRecord record, Instant now);

        void wake(Instant now);

        Optional<Instant> nextWake();

        Optional<S> state(String key);
    }

    private final String name;
    private final int partition;
    private final List<String> inputs;
    private final SimulatedStore store;
    private final Runnable touched;
    private final java.util.function.Supplier<Driver<S>> starter;
    private final Map<String, Long> positions = new TreeMap<>();
    private final Map<String, Long> reading = new HashMap<>();
    private final List<Output> outputs = new ArrayList<>();
    private Driver<S> driver;

    private SimulatedTask(
            String name,
            int partition,
            List<String> inputs,
            Runnable touched,
            java.util.function.Function<SimulatedTask<S>, Driver<S>> starter) {
        this.name = name;
        this.partition = partition;
        this.inputs = List.copyOf(inputs);
        this.touched = touched;
        this.store = new SimulatedStore(touched);
        this.starter = () -> starter.apply(this);
        this.driver = this.starter.get();
    }

    /**
     * The tasks of a decider.
     *
     * @param touched called before each send and each store
     */
    public static <S, I, E> List<SimulatedTask<?>> of(
            String service, DeciderTopology<S, I, E> topology, AvroCodec codec, Runnable touched) {
        RuntimeContext context = new RuntimeContext(service, "", codec, METRICS);
        List<SimulatedTask<?>> tasks = new ArrayList<>();
        String repartition = repartition(service, topology);
        int keyed = topology.keyed().isEmpty() ? 0 : topology.keyed().getFirst().partitions();
        int partitions = Math.max(keyed, topology.rekeyed().isEmpty() ? 0 : topology.partitions());
        for (int partition = 0; partition < partitions; partition++) {
            List<String> inputs = new ArrayList<>();
            topology.keyed().forEach(topic -> inputs.add(topic.name()));
            if (!topology.rekeyed().isEmpty() && partition < topology.partitions()) {
                inputs.add(repartition);
            }
            tasks.add(new SimulatedTask<S>(
                    service + "/" + topology.name() + "-" + partition,
                    partition,
                    inputs,
                    touched,
                    task -> task.deciding(topology, context)));
        }
        int sources = topology.rekeyed().stream()
                .mapToInt(each -> each.topic().partitions())
                .max()
                .orElse(0);
        for (int partition = 0; partition < sources; partition++) {
            tasks.add(new SimulatedTask<S>(
                    service + "/" + topology.name() + "-rekeying-" + partition,
                    partition,
                    topology.rekeyed().stream().map(each -> each.topic().name()).toList(),
                    touched,
                    task -> task.rekeying(topology, context, repartition)));
        }
        return tasks;
    }

    /** The topic through which a decider's records come to their aggregates. */
    private static String repartition(String service, DeciderTopology<?, ?, ?> topology) {
        return service + "-" + topology.name() + "-repartition";
    }

    /** The number of partitions of every repartition topic of a decider, by name. */
    public static Map<String, Integer> repartitions(String service, DeciderTopology<?, ?, ?> topology) {
        return topology.rekeyed().isEmpty() ? Map.of() : Map.of(repartition(service, topology), topology.partitions());
    }

    /** The same description with another decider in place of its own. */
    public static <S, I, E> DeciderTopology<S, I, E> with(
            DeciderTopology<S, I, E> topology, UnaryOperator<Decider<S, I, E>> change) {
        DeciderTopology<S, I, E> changed = DeciderTopology.of(
                topology.name(), topology.store(), change.apply(topology.decider()), topology.wire());
        topology.keyed().forEach(changed::keyed);
        topology.rekeyed().forEach(each -> {
            if (topology.partitions() == 1) {
                changed.single(each.key().apply(null), each.topic());
            } else {
                changed.rekeyed(each.key(), each.topic());
            }
        });
        return changed;
    }

    public String name() {
        return name;
    }

    public int partition() {
        return partition;
    }

    public List<String> inputs() {
        return inputs;
    }

    /** The offset that is read next, of committed transactions and the one under way. */
    public long position(String topic) {
        return reading.getOrDefault(topic, positions.getOrDefault(topic, 0L));
    }

    public void process(LogRecord record, Instant now) {
        driver.process(record, now);
        reading.put(record.topic(), record.offset() + 1);
    }

    public void wake(Instant now) {
        driver.wake(now);
    }

    public Optional<Instant> nextWake() {
        return driver.nextWake();
    }

    /** All or nothing: what is returned is visible from now on. */
    public List<Output> commit() {
        positions.putAll(reading);
        reading.clear();
        store.commit();
        List<Output> committed = List.copyOf(outputs);
        outputs.clear();
        return committed;
    }

    /** Nothing of the transaction under way has happened; a new host begins from the store. */
    public void abort() {
        reading.clear();
        outputs.clear();
        store.abort();
        driver = starter.get();
    }

    /** Ends between two transactions and starts again from the store. */
    public void restart() {
        driver = starter.get();
    }

    /** The states in memory by key. */
    public Map<String, S> states() {
        Map<String, S> states = new TreeMap<>();
        store.aggregates().forEach(key -> driver.state(key).ifPresent(state -> states.put(key, state)));
        return states;
    }

    /** The states as they would be after a restart, by key. */
    public Map<String, S> restored() {
        Driver<S> fresh = starter.get();
        Map<String, S> states = new TreeMap<>();
        store.aggregates().forEach(key -> fresh.state(key).ifPresent(state -> states.put(key, state)));
        return states;
    }

    private void send(Departure departure, String otherwise) {
        touched.run();
        boolean moves = departure.topic().isEmpty();
        byte[] value = departure.value();
        outputs.add(new Output(
                moves ? otherwise : departure.topic(),
                departure.key(),
                moves && value == null ? new byte[0] : value,
                new RecordHeaders(departure.headers()),
                departure.timestamp()));
    }

    private static Arrival arrival(LogRecord record) {
        return Arrival.at(
                record.topic(),
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                new RecordHeaders(record.headers()),
                record.timestamp());
    }

    private <I, E> Driver<S> deciding(DeciderTopology<S, I, E> topology, RuntimeContext context) {
        DeciderHost<S, I, E> host = new DeciderHost<>(topology, context, store, departure -> send(departure, ""));
        return new Driver<>() {
            @Override
            public void process(LogRecord record, Instant now) {
                host.process(arrival(record), now);
            }

            @Override
            public void wake(Instant now) {
                host.wake(now);
            }

            @Override
            public Optional<Instant> nextWake() {
                return host.nextWake();
            }

            @Override
            public Optional<S> state(String key) {
                return host.state(key);
            }
        };
    }

    private Driver<S> rekeying(DeciderTopology<S, ?, ?> topology, RuntimeContext context, String repartition) {
        Map<String, Rekeying> ways = new HashMap<>();
        topology.rekeyed()
                .forEach(each -> ways.put(
                        each.topic().name(),
                        new Rekeying(topology, each.key(), context, departure -> send(departure, repartition))));
        return new Driver<>() {
            @Override
            public void process(LogRecord record, Instant now) {
                java.util.Objects.requireNonNull(ways.get(record.topic())).process(arrival(record), now);
            }

            @Override
            public void wake(Instant now) {}

            @Override
            public Optional<Instant> nextWake() {
                return Optional.empty();
            }

            @Override
            public Optional<S> state(String key) {
                return Optional.empty();
            }
        };
    }
}
