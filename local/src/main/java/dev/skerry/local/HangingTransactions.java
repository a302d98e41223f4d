package dev.skerry.local;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends hanging transactions (KIP-664): a partition holds one open that its coordinator has ended, or of which it knows nothing any more. A broker that is
 * killed can leave such behind, and whoever reads committed records, a changelog's restoration included, waits for its end for ever.
 * What the coordinator committed is committed, all else aborted. Looks every 10 s.
 */
public final class HangingTransactions implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Longer than any transaction of ours may last: Kafka Streams' own limit is 10 s. */
    private static final Duration OLD = Duration.ofSeconds(30);

    private static final long CALL_SECONDS = 20;

    private final String brokers;
    private final Consumer<String> notice;
    private final Thread thread;

    private HangingTransactions(String brokers, Consumer<String> notice) {
        this.brokers = brokers;
        this.notice = notice;
        thread = Thread.ofPlatform().daemon().name("hanging-transactions").unstarted(this::run);
    }

    /** Watches until it is closed. @param notice told of each transaction that it ended */
    public static HangingTransactions watch(String brokers, Consumer<String> notice) {
        HangingTransactions watch = new HangingTransactions(brokers, notice);
        watch.thread.start();
        return watch;
    }

    private void run() {
        try (Admin admin = Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            while (true) {
                try {
                    sweep(admin, Instant.now());
                } catch (ExecutionException | TimeoutException | KafkaException e) {
                    LOG.debug("the broker does not tell of its transactions", e);
                }
                TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void sweep(Admin admin, Instant now) throws ExecutionException, TimeoutException, InterruptedException {
        List<OpenTransaction> old = open(admin, now.minus(OLD).toEpochMilli());
        if (old.isEmpty()) {
            return;
        }
        Map<Long, TransactionDescription> coordinators = coordinators(admin, old);
        for (OpenTransaction each : old) {
            switch (each.fate(Optional.ofNullable(coordinators.get(each.producerId())))) {
                case HANGING -> {
                    LOG.info("{} hangs; its coordinator says {}", each, coordinators.get(each.producerId()));
                    abort(admin, each);
                }
                case COMMITTED -> commit(admin, each);
                case UNDER_WAY -> LOG.debug("{} is under way", each);
            }
        }
    }

    private void commit(Admin admin, OpenTransaction committed)
            throws ExecutionException, TimeoutException, InterruptedException {
        String topic = committed.partition().topic();
        TopicDescription described = admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .get(topic);
        Node leader = Objects.requireNonNull(described)
                .partitions()
                .get(committed.partition().partition())
                .leader();
        try {
            CommitMarker.write(brokers, leader, committed);
            notice.accept("a committed transaction in %s had lost its commit marker, which was written again"
                    .formatted(committed.partition()));
        } catch (IOException | KafkaException e) {
            LOG.warn("{} was committed, and its marker cannot be written again: readers wait there", committed, e);
        }
    }

    private void abort(Admin admin, OpenTransaction hanging) throws TimeoutException, InterruptedException {
        try {
            admin.abortTransaction(hanging.abort()).all().get(CALL_SECONDS, TimeUnit.SECONDS);
            notice.accept("a transaction that hung in %s was aborted".formatted(hanging.partition()));
        } catch (ExecutionException e) {
            LOG.warn("{} cannot be aborted", hanging, e);
        }
    }

    private static List<OpenTransaction> open(Admin admin, long before)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        // The groups' offsets are committed in transactions too, and a group whose offsets hang does not start.
        Set<String> names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get(CALL_SECONDS, TimeUnit.SECONDS);
        admin.describeTopics(names)
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        List<OpenTransaction> open = new ArrayList<>();
        admin.describeProducers(partitions)
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, state) -> state.activeProducers().stream()
                        .filter(producer -> producer.lastTimestamp() < before)
                        .flatMap(producer -> OpenTransaction.of(partition, producer).stream())
                        .forEach(open::add));
        return open;
    }

    /** What is said of each producer that has a transactional id. */
    private static Map<Long, TransactionDescription> coordinators(Admin admin, List<OpenTransaction> open)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<Long> producers =
                open.stream().map(OpenTransaction::producerId).distinct().toList();
        List<String> ids = admin
                .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .stream()
                .map(listing -> listing.transactionalId())
                .toList();
        Map<Long, TransactionDescription> said = new HashMap<>();
        admin.describeTransactions(ids)
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .values()
                .forEach(each -> said.put(each.producerId(), each));
        return said;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
