package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Reads all {@code state} topics of a service's read models with one consumer without a group, from their beginning. */
final class ReadModelLoader implements ReadModels, SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(ReadModelLoader.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final RuntimeContext runtime;
    private final Map<String, TopicReadModel<?>> models = new ConcurrentHashMap<>();

    /** Until all is read that was there: the newest record of each topic and key. Those before it are never decoded. */
    private final Map<Place, ConsumerRecord<String, byte[]>> newest = new LinkedHashMap<>();

    private volatile boolean caughtUp;
    private volatile boolean running;
    private volatile @Nullable Consumer<String, byte[]> current;
    private @Nullable Thread thread;

    private record Place(String topic, String key) {}

    ReadModelLoader(Map<String, Object> consumerSettings, RuntimeContext runtime) {
        this(
                () -> new KafkaConsumer<>(consumerSettings, new StringDeserializer(), new ByteArrayDeserializer()),
                runtime);
    }

    /** @param consumers makes the consumer; asked again when one failed */
    ReadModelLoader(Supplier<Consumer<String, byte[]>> consumers, RuntimeContext runtime) {
        this.consumers = consumers;
        this.runtime = runtime;
    }

    @Override
    public <T extends SpecificRecord> ReadModel<T> of(Topic topic, Class<T> type) {
        return model(topic, type);
    }

    @Override
    public <T extends SpecificRecord> ReadModel<T> withHeaders(Topic topic, Class<T> type) {
        TopicReadModel<T> model = model(topic, type);
        model.keepHeaders();
        return model;
    }

    @SuppressWarnings("unchecked") // one topic has one record type
    private <T extends SpecificRecord> TopicReadModel<T> model(Topic topic, Class<T> type) {
        if (topic.kind() != Topic.Kind.STATE || !topic.types().contains(type)) {
            throw new IllegalArgumentException(topic + " is no state topic of " + type.getName());
        }
        return (TopicReadModel<T>) models.computeIfAbsent(runtime.prefix() + topic.name(), _ -> {
            if (running) {
                throw new IllegalStateException("read models are made while the application is wired");
            }
            return new TopicReadModel<>(type, () -> caughtUp);
        });
    }

    /** Whether everything that was there at the start has been read. */
    boolean caughtUp() {
        return caughtUp;
    }

    @Override
    public void start() {
        running = true;
        if (models.isEmpty()) {
            caughtUp = true;
        } else {
            thread =
                    Thread.ofPlatform().name(runtime.service() + "-read-models").start(this::run);
        }
    }

    @Override
    public void stop() {
        running = false;
        Consumer<String, byte[]> consumer = current;
        if (consumer != null) {
            consumer.wakeup();
        }
        Thread reading = thread;
        if (reading != null) {
            try {
                reading.join(Duration.ofSeconds(10));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Starts first and stops last: deciders, workers and doors may read. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE + 100;
    }

    private void run() {
        Map<TopicPartition, Long> positions = new HashMap<>();
        while (running) {
            try (Consumer<String, byte[]> consumer = consumers.get()) {
                current = consumer;
                follow(consumer, positions);
            } catch (WakeupException e) {
                LOG.debug("read models stop", e);
            } catch (RuntimeException e) {
                // Whatever it was: doors would answer from a model that no longer follows.
                LOG.warn("read models wait for the broker or registry and go on where they were: {}", e.toString());
                pause();
            }
        }
    }

    private void follow(Consumer<String, byte[]> consumer, Map<TopicPartition, Long> positions) {
        List<TopicPartition> partitions = models.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
        consumer.assign(partitions);
        partitions.forEach(partition -> {
            Long position = positions.get(partition);
            if (position == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, position);
            }
        });
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (running) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (caughtUp) {
                    take(record);
                } else if (record.key() != null) {
                    newest.put(new Place(record.topic(), record.key()), kept(record));
                }
                positions.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
            }
            if (!caughtUp && reached(consumer, partitions, ends)) {
                catchUp();
            }
        }
    }

    private static boolean reached(
            Consumer<?, ?> consumer, Collection<TopicPartition> partitions, Map<TopicPartition, Long> ends) {
        return partitions.stream()
                .allMatch(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L));
    }

    /** Headers are views of all that was fetched with them, which would stay in memory until the end. */
    private ConsumerRecord<String, byte[]> kept(ConsumerRecord<String, byte[]> record) {
        TopicReadModel<?> model = models.get(record.topic());
        return model != null && model.keepsHeaders()
                ? record
                : new ConsumerRecord<>(
                        record.topic(), record.partition(), record.offset(), record.key(), record.value());
    }

    /** What could not be taken because the registry is away stays for the next time. */
    private void catchUp() {
        for (var records = newest.values().iterator(); records.hasNext(); records.remove()) {
            take(records.next());
        }
        caughtUp = true;
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        TopicReadModel<?> model = models.get(record.topic());
        if (model == null || record.key() == null) {
            return;
        }
        String place = record.topic() + "-" + record.partition() + "-" + record.offset();
        try {
            SpecificRecord value =
                    record.value() == null ? null : runtime.codec().decode(record.value());
            EventHeaders cause = model.keepsHeaders()
                    ? EventHeaders.from(record.headers(), place, record.key(), record.timestamp())
                    : null;
            model.put(record.key(), value, cause);
        } catch (UnavailableException | KafkaException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.error("{} cannot be read and is left out of the read model", place, e);
        }
    }

    private void pause() {
        try {
            Thread.sleep(RETRY);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}
