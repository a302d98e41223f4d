package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Carries out tasks with a share group (KIP-932): any worker may take any task, each is acknowledged on its own, and a worker that
 * dies gives its tasks back when their lock ends. Only committed tasks are seen. Tasks of one delivery run side by side on virtual
 * threads.
 */
final class TaskWorker<T extends SpecificRecord> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TaskWorker.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final int CONSUMERS = 4;
    private static final int DELIVERIES = 5;

    private final Tasks<T> tasks;
    private final Map<String, Object> settings;
    private final RuntimeContext runtime;
    private final KafkaOperations<String, byte[]> kafka;
    private final String group;
    private final List<KafkaShareConsumer<String, byte[]>> consumers = new CopyOnWriteArrayList<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean running;

    TaskWorker(
            Tasks<T> tasks,
            Map<String, Object> settings,
            RuntimeContext runtime,
            KafkaOperations<String, byte[]> kafka) {
        this.tasks = tasks;
        this.settings = settings;
        this.runtime = runtime;
        this.kafka = kafka;
        this.group = runtime.prefix() + runtime.service() + "." + tasks.topic().name();
    }

    @Override
    public void start() {
        running = true;
        int consumerCount = Math.min(CONSUMERS, tasks.concurrency());
        for (int i = 0; i < consumerCount; i++) {
            threads.add(
                    Thread.ofPlatform().name(group + "-" + i).start(() -> run(tasks.concurrency() / consumerCount)));
        }
    }

    @Override
    public void stop() {
        running = false;
        consumers.forEach(KafkaShareConsumer::wakeup);
        threads.forEach(TaskWorker::join);
        hands.shutdown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void run(int atOnce) {
        while (running) {
            try {
                configureGroup();
                follow(atOnce);
            } catch (WakeupException e) {
                LOG.debug("{} stops", group, e);
            } catch (KafkaException | UnavailableException e) {
                LOG.warn("{} waits for the broker and goes on: {}", group, e.toString());
                pause();
            } catch (RuntimeException e) {
                LOG.error("{} goes on after a fault", group, e);
                pause();
            }
        }
    }

    /** Uncommitted tasks must not be seen, and none that was written before the first start may be missed. */
    private void configureGroup() {
        try (Admin admin = Admin.create(settings)) {
            admin.incrementalAlterConfigs(Map.of(
                            new ConfigResource(ConfigResource.Type.GROUP, group),
                            List.of(
                                    set("share.isolation.level", "read_committed"),
                                    set("share.auto.offset.reset", "earliest"))))
                    .all()
                    .get(10, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new UnavailableException("the share group " + group + " could not be configured", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }

    private void follow(int atOnce) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("group.id", group);
        config.put("share.acknowledgement.mode", "explicit");
        config.put("max.poll.records", Math.max(1, atOnce));
        try (KafkaShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumers.add(consumer);
            consumer.subscribe(List.of(runtime.prefix() + tasks.topic().name()));
            while (running) {
                carryOut(consumer);
            }
            consumers.remove(consumer);
        }
    }

    private void carryOut(KafkaShareConsumer<String, byte[]> consumer) {
        Map<ConsumerRecord<String, byte[]>, Future<AcknowledgeType>> running = new LinkedHashMap<>();
        consumer.poll(POLL).forEach(record -> running.put(record, hands.submit(() -> carryOut(record))));
        long deadline = System.nanoTime() + tasks.handler().timeLimit().toNanos();
        running.forEach((record, outcome) -> consumer.acknowledge(record, await(record, outcome, deadline)));
        if (!running.isEmpty()) {
            consumer.commitSync();
        }
    }

    private AcknowledgeType await(
            ConsumerRecord<String, byte[]> record, Future<AcknowledgeType> outcome, long deadline) {
        try {
            return outcome.get(Math.max(1, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            outcome.cancel(true);
            return failed(record, "took longer than " + tasks.handler().timeLimit(), e);
        } catch (ExecutionException e) {
            return failed(record, String.valueOf(e.getCause()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return AcknowledgeType.RELEASE;
        }
    }

    private AcknowledgeType carryOut(ConsumerRecord<String, byte[]> record) {
        Topic topic = tasks.topic();
        String place = topic + "-" + record.partition() + "-" + record.offset();
        try {
            T task = tasks.type().cast(runtime.codec().decode(record.value()));
            tasks.handler()
                    .handle(
                            task,
                            EventHeaders.from(
                                    record.headers(), place, String.valueOf(record.key()), record.timestamp()));
            runtime.metrics().tasks(topic.name(), "done").increment();
            return AcknowledgeType.ACCEPT;
        } catch (PoisonException | ClassCastException e) {
            return deadLetter(record, String.valueOf(e.getMessage()));
        }
    }

    private AcknowledgeType failed(ConsumerRecord<String, byte[]> record, String reason, Exception e) {
        LOG.warn("{}: a task for {} failed: {}", group, record.key(), reason, e);
        runtime.metrics().tasks(tasks.topic().name(), "failed").increment();
        boolean last = record.deliveryCount().map(count -> count >= DELIVERIES).orElse(false);
        return last
                ? deadLetter(record, "failed " + DELIVERIES + " times, at last: " + reason)
                : AcknowledgeType.RELEASE;
    }

    private AcknowledgeType deadLetter(ConsumerRecord<String, byte[]> record, String reason) {
        String place = record.topic() + "-" + record.partition() + "-" + record.offset();
        runtime.metrics().deadLetters(group).increment();
        kafka.send(new ProducerRecord<>(
                        DeadLetter.topic(runtime.prefix()),
                        null,
                        record.key(),
                        record.value(),
                        DeadLetter.headers(record.headers(), record.topic(), place, group, reason)))
                .join();
        return AcknowledgeType.REJECT;
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pause() {
        try {
            Thread.sleep(Duration.ofSeconds(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            running = false;
        }
    }
}
