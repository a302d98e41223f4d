package dev.skerry.runtime;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
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
 * dies gives its tasks back when their lock ends. Only committed tasks are seen. A few consumers share the work; where slow tasks hold
 * them up, others stand in, so that a peer that hangs costs the place of one task.
 */
final class TaskWorker<T extends SpecificRecord> implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TaskWorker.class);
    private static final int CONSUMERS = 4;

    /** With those that stand in for others. */
    private static final int MOST_CONSUMERS = 16;

    private final Tasks<T> tasks;
    private final Map<String, Object> settings;
    private final RuntimeContext runtime;
    private final TaskExecution<T> execution;
    private final String group;
    private final int atOnce;
    private final int most;
    private final Semaphore permits;
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
        this.group = group(tasks, runtime);
        this.execution = new TaskExecution<>(tasks, runtime, kafka, group);
        int consumerCount = Math.min(CONSUMERS, tasks.concurrency());
        this.atOnce = tasks.concurrency() / consumerCount;
        this.most = Math.min(MOST_CONSUMERS, tasks.concurrency());
        this.permits = new Semaphore(atOnce * consumerCount, true);
    }

    /** The share group of a topic's tasks. */
    static String group(Tasks<?> tasks, RuntimeContext runtime) {
        return runtime.prefix() + runtime.service() + "." + tasks.topic().name();
    }

    @Override
    public void start() {
        running = true;
        for (int i = 0; i < Math.min(CONSUMERS, tasks.concurrency()); i++) {
            launch();
        }
    }

    private synchronized void launch() {
        threads.add(Thread.ofPlatform().name(group + "-" + threads.size()).start(this::run));
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

    private void run() {
        while (running) {
            try {
                configureGroup();
                follow();
            } catch (WakeupException e) {
                LOG.debug("{} stops", group, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running = false;
            } catch (RuntimeException e) {
                // Whatever a broker's end looks like from here: a worker that stops leaves its tasks undone.
                LOG.warn("{} waits and goes on: {}", group, e.toString(), e);
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

    private void follow() throws InterruptedException {
        Map<String, Object> config = new HashMap<>(settings);
        config.put("group.id", group);
        config.put("share.acknowledgement.mode", "explicit");
        config.put("share.acquire.mode", "record_limit");
        config.put("max.poll.records", atOnce);
        try (KafkaShareConsumer<String, byte[]> consumer =
                new KafkaShareConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumers.add(consumer);
            try {
                consumer.subscribe(List.of(runtime.prefix() + tasks.topic().name()));
                while (running) {
                    new TaskDelivery(
                                    consumer,
                                    execution,
                                    hands,
                                    permits,
                                    atOnce,
                                    tasks.handler().timeLimit(),
                                    this::standIn)
                            .next();
                }
            } finally {
                consumers.remove(consumer);
            }
        }
    }

    /** Another consumer takes the place of one that a slow task holds up; it stays, for the next time. */
    private synchronized void standIn() {
        if (running && threads.size() < most) {
            launch();
        }
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
