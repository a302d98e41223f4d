package dev.skerry.runtime;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.SharePartitionOffsetInfo;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Asks the broker every ten seconds how many tasks of each share group wait (KIP-1226). */
final class TaskBacklog implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(TaskBacklog.class);
    private static final Duration EVERY = Duration.ofSeconds(10);
    private static final int LIMIT_SECONDS = 5;

    private final Map<String, Object> settings;
    private final Map<String, Double> waiting;
    private volatile boolean running;
    private @Nullable Thread thread;

    /** @param groups the share groups by their topics */
    TaskBacklog(Map<String, String> groups, Map<String, Object> settings, RuntimeMetrics metrics) {
        this.settings = settings;
        this.waiting = new ConcurrentHashMap<>();
        groups.forEach((topic, group) -> {
            waiting.put(group, Double.NaN);
            metrics.tasksWaiting(topic, () -> waiting.getOrDefault(group, Double.NaN));
        });
    }

    @Override
    public void start() {
        running = true;
        if (!waiting.isEmpty()) {
            thread = Thread.ofVirtual().name("task-backlog").start(this::run);
        }
    }

    private void run() {
        try (Admin admin = Admin.create(settings)) {
            while (running) {
                for (String group : List.copyOf(waiting.keySet())) {
                    waiting.put(group, ask(admin, group));
                }
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException e) {
            LOG.debug("the task backlog is asked for no more");
        }
    }

    private static double ask(Admin admin, String group) throws InterruptedException {
        try {
            return admin
                    .listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                    .partitionsToOffsetInfo(group)
                    .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                    .values()
                    .stream()
                    .filter(Objects::nonNull) // a partition that nothing was read from has none
                    .map(SharePartitionOffsetInfo::lag)
                    .flatMap(Optional::stream)
                    .mapToDouble(Long::doubleValue)
                    .sum();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            LOG.debug("the broker does not say how many tasks of {} wait", group, e);
            return Double.NaN;
        }
    }

    @Override
    public void stop() {
        running = false;
        Thread asking = thread;
        if (asking != null) {
            asking.interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
