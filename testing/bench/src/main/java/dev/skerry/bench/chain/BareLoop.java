package dev.skerry.bench.chain;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * A bare consume-transform-produce loop under exactly_once_v2 (KIP-447) with the settings of the product's services, and nothing else: no
 * decider, state, mapping, door or machine. Some records are carried through a number of hops, each of which consumes a record and produces one;
 * the first byte pair of a value counts them. A hop reads and writes the same topic, the last one another.
 */
final class BareLoop {

    private static final int PARTITIONS = 4;
    private static final Duration COMMIT_INTERVAL = Duration.ofMillis(50);
    private static final Duration LIMIT = Duration.ofMinutes(5);

    private final String broker;
    private final Path folder;
    private final String name;
    private final Shape shape;
    private final int records;
    private final int hops;

    /**
     * A loop.
     *
     * @param folder for Kafka Streams' state folder
     * @param name of its topics and its application
     * @param shape of each record
     * @param records carried at the same time
     * @param hops how often each is moved, 1 to 65,535
     */
    BareLoop(String broker, Path folder, String name, Shape shape, int records, int hops) {
        this.broker = broker;
        this.folder = folder;
        this.name = name;
        this.shape = shape;
        this.records = records;
        this.hops = hops;
    }

    private String loopTopic() {
        return name + ".loop";
    }

    private String endTopic() {
        return name + ".end";
    }

    /**
     * Runs it. The clock runs from the moment when the first record can be read to the moment when the last one is committed and read.
     *
     * @return records moved a second
     * @throws IOException when it is not done within 5 minutes
     */
    double recordsPerSecond() throws IOException, InterruptedException {
        createTopics();
        CountDownLatch running = new CountDownLatch(1);
        AtomicLong begun = new AtomicLong();
        try (KafkaStreams streams = new KafkaStreams(topology(begun), new StreamsConfig(settings()))) {
            streams.setStateListener((now, _) -> {
                if (now == KafkaStreams.State.RUNNING) {
                    running.countDown();
                }
            });
            // Few records in flight: the loop stands ready, then they come. All at once: they are there, then it
            // starts.
            boolean first = hops == 1;
            if (first) {
                write();
            }
            streams.start();
            if (!running.await(60, TimeUnit.SECONDS)) {
                throw new IOException("the bare loop does not start");
            }
            if (!first) {
                begun.set(System.nanoTime());
                write();
            }
            awaitEnd();
            return (double) records * hops / ((System.nanoTime() - begun.get()) / 1e9);
        }
    }

    private Map<String, Object> settings() {
        return Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                name,
                StreamsConfig.BOOTSTRAP_SERVERS_CONFIG,
                broker,
                StreamsConfig.STATE_DIR_CONFIG,
                folder.toString(),
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                StreamsConfig.EXACTLY_ONCE_V2,
                StreamsConfig.GROUP_PROTOCOL_CONFIG,
                "streams",
                StreamsConfig.COMMIT_INTERVAL_MS_CONFIG,
                COMMIT_INTERVAL.toMillis(),
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                0,
                StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG),
                "earliest",
                StreamsConfig.consumerPrefix(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG),
                50);
    }

    private Topology topology(AtomicLong begun) {
        Topology topology = new Topology();
        topology.addSource("source", new StringDeserializer(), new ByteArrayDeserializer(), loopTopic());
        topology.addProcessor("hop", () -> new Hop(begun), "source");
        topology.addSink(
                "sink",
                (_, value, _) -> hop(value) < hops ? loopTopic() : endTopic(),
                Serdes.String().serializer(),
                Serdes.ByteArray().serializer(),
                "hop");
        return topology;
    }

    private static int hop(byte[] value) {
        return (value[0] & 0xFF) << 8 | value[1] & 0xFF;
    }

    /** Copies a record, with one hop more. */
    private static final class Hop implements Processor<String, byte[], String, byte[]> {

        private final AtomicLong begun;
        private @Nullable ProcessorContext<String, byte[]> context;

        Hop(AtomicLong begun) {
            this.begun = begun;
        }

        @Override
        public void init(ProcessorContext<String, byte[]> given) {
            context = given;
        }

        @Override
        public void process(Record<String, byte[]> record) {
            begun.compareAndSet(0, System.nanoTime());
            byte[] value = record.value().clone();
            int next = hop(value) + 1;
            value[0] = (byte) (next >> 8);
            value[1] = (byte) next;
            Objects.requireNonNull(context).forward(record.withValue(value));
        }
    }

    private void createTopics() throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", broker))) {
            admin.createTopics(List.of(
                            new NewTopic(loopTopic(), Optional.of(PARTITIONS), Optional.empty()),
                            new NewTopic(endTopic(), Optional.of(PARTITIONS), Optional.empty())))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new IOException("the bare loop's topics could not be created", e);
        }
    }

    private void write() throws IOException, InterruptedException {
        byte[] value = new byte[Math.max(2, shape.valueBytes())];
        RecordHeaders headers = new RecordHeaders(shape.headers().toArray(Header[]::new));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (int i = 0; i < records; i++) {
                sent.add(producer.send(new ProducerRecord<>(loopTopic(), null, key(i), value, headers)));
            }
            for (Future<?> each : sent) {
                each.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the bare loop's records could not be written", e);
        }
    }

    /** As long as the typical key, and different for each record. */
    private String key(int i) {
        String number = String.valueOf(i);
        int length = shape.key().getBytes(StandardCharsets.UTF_8).length;
        return number.length() >= length ? number : "k".repeat(length - number.length()) + number;
    }

    private void awaitEnd() throws IOException {
        long limit = System.nanoTime() + LIMIT.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(endTopic()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            for (int left = records; left > 0; ) {
                left -= consumer.poll(Duration.ofMillis(50)).count();
                if (System.nanoTime() - limit > 0) {
                    throw new IOException("of the bare loop's records %d have not come to the end within %d s"
                            .formatted(left, LIMIT.toSeconds()));
                }
            }
        }
    }
}
