package dev.skerry.runtime;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.StreamsGroupDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.ThreadMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.StreamsBuilderFactoryBean;

/**
 * Has the deciders join their group anew when an assignment did not reach them. A coordinator that assigns tasks (KIP-1071) and cannot
 * write that down in time answers the heartbeat with an error; at the next one it takes the assignment as delivered and does not tell it again
 * (seen with 4.2.2 on brokers that were starved). The deciders would run without their tasks for ever.
 */
final class MissedAssignment implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(MissedAssignment.class);
    private static final Duration EVERY = Duration.ofSeconds(15);
    private static final Duration STOP = Duration.ofSeconds(10);
    private static final int LIMIT_SECONDS = 5;

    /** A rebalance is over by then. */
    private static final int LOOKS = 3;

    private final StreamsBuilderFactoryBean streams;
    private final Supplier<Admin> admins;
    private final String group;
    private final Set<Place> missed = new HashSet<>();
    private int looks;
    private volatile @Nullable Thread thread;

    /**
     * Where a task belongs.
     *
     * @param consumer the client id of the thread that is to run it
     * @param task subtopology and partition, as {@code 0_3}
     */
    record Place(String consumer, String task) {}

    /** @param group the application id, which is the group's */
    MissedAssignment(StreamsBuilderFactoryBean streams, Supplier<Admin> admins, String group) {
        this.streams = streams;
        this.admins = admins;
        this.group = group;
    }

    private void run() {
        try {
            Thread.sleep(EVERY); // a service that starts has enough to do
            try (Admin admin = admins.get()) {
                while (thread != null) {
                    look(admin);
                    Thread.sleep(EVERY);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("assignments are looked at no more");
        }
    }

    private void look(Admin admin) throws InterruptedException {
        KafkaStreams running = streams.getKafkaStreams();
        if (running == null) {
            return;
        }
        try {
            if (missesAgain(assigned(describe(admin, group)), running.metadataForLocalThreads())) {
                LOG.warn("{} was assigned {} and does not run them: it joins its group anew", group, missed);
                missed.clear();
                streams.stop();
                if (isRunning()) {
                    streams.start();
                }
            }
        } catch (ExecutionException | TimeoutException | KafkaException | IllegalStateException e) {
            LOG.debug("the broker does not say who runs which tasks of {}", group, e);
        }
    }

    /** Whether threads that run have lacked a task at each of the last looks. */
    boolean missesAgain(Set<Place> assigned, Collection<ThreadMetadata> threads) {
        Set<Place> missing = new HashSet<>();
        for (ThreadMetadata each : threads) {
            if (each.threadState().equals("RUNNING")) {
                assigned.stream()
                        .filter(place -> place.consumer().equals(each.consumerClientId()))
                        .forEach(missing::add);
            }
        }
        missing.removeAll(owned(threads));
        if (looks == 0) {
            missed.addAll(missing);
        } else {
            missed.retainAll(missing);
        }
        looks = missed.isEmpty() ? 0 : looks + 1;
        if (looks < LOOKS) {
            return false;
        }
        looks = 0;
        return true;
    }

    static StreamsGroupDescription describe(Admin admin, String group)
            throws ExecutionException, InterruptedException, TimeoutException {
        return Objects.requireNonNull(admin.describeStreamsGroups(Set.of(group))
                .all()
                .get(LIMIT_SECONDS, TimeUnit.SECONDS)
                .get(group));
    }

    static Set<Place> assigned(StreamsGroupDescription description) {
        return description.members().stream()
                .flatMap(member -> member.assignment().activeTasks().stream()
                        .flatMap(tasks -> tasks.partitions().stream()
                                .map(partition ->
                                        new Place(member.clientId(), tasks.subtopologyId() + "_" + partition))))
                .collect(Collectors.toSet());
    }

    static Set<Place> owned(Collection<ThreadMetadata> threads) {
        return threads.stream()
                .flatMap(each -> each.activeTasks().stream()
                        .map(task ->
                                new Place(each.consumerClientId(), task.taskId().toString())))
                .collect(Collectors.toSet());
    }

    @Override
    public void start() {
        thread = Thread.ofVirtual().name("assignments").start(this::run);
    }

    @Override
    public void stop() {
        Thread looking = thread;
        thread = null;
        if (looking != null) {
            looking.interrupt();
            try {
                looking.join(STOP);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
