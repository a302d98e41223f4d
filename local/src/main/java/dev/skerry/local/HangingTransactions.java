package dev.skerry.local;

import java.io.Closeable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListTransactionsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionDescription;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends hanging transactions (KIP-664): a partition holds one open of which the coordinator knows nothing any more. A broker that is
 * killed can leave such behind, and whoever reads committed records, a changelog's restoration included, waits for its end for ever.
 * Looks every 10 s.
 */
final class HangingTransactions implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(HangingTransactions.class);
    private static final Duration EVERY = Duration.ofSeconds(10);

    /** Longer than any transaction of ours may last: Kafka Streams' own limit is 10 s. */
    private static final Duration OLD = Duration.ofSeconds(30);

    private static final long CALL_SECONDS = 20;
    private static final Set<TransactionState> UNDER_WAY =
            Set.of(TransactionState.ONGOING, TransactionState.PREPARE_ABORT, TransactionState.PREPARE_COMMIT);

    private final String brokers;
    private final Consumer<String> notice;
    private final Thread thread;

    private HangingTransactions(String brokers, Consumer<String> notice) {
        this.brokers = brokers;
        this.notice = notice;
        thread = Thread.ofPlatform().daemon().name("hanging-transactions").unstarted(this::run);
    }

    /** Watches until it is closed. @param notice told of each transaction that it ended */
    static HangingTransactions watch(String brokers, Consumer<String> notice) {
        HangingTransactions watch = new HangingTransactions(brokers, notice);
        watch.thread.start();
        return watch;
    }

    /** One open transaction in one partition. */
    private record Open(TopicPartition partition, ProducerState producer) {}

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
        List<Open> old = open(admin, now.minus(OLD).toEpochMilli());
        if (old.isEmpty()) {
            return;
        }
        Set<String> known = known(admin, old);
        for (Open each : old) {
            if (!known.contains(each.partition() + " " + each.producer().producerId())) {
                admin.abortTransaction(new AbortTransactionSpec(
                                each.partition(),
                                each.producer().producerId(),
                                (short) each.producer().producerEpoch(),
                                each.producer().coordinatorEpoch().orElse(0)))
                        .all()
                        .get(CALL_SECONDS, TimeUnit.SECONDS);
                notice.accept("a transaction that hung in %s was aborted".formatted(each.partition()));
            }
        }
    }

    private static List<Open> open(Admin admin, long before)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<TopicPartition> partitions = new ArrayList<>();
        Set<String> names = admin.listTopics().names().get(CALL_SECONDS, TimeUnit.SECONDS);
        admin.describeTopics(names)
                .allTopicNames()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((name, topic) -> topic.partitions()
                        .forEach(partition -> partitions.add(new TopicPartition(name, partition.partition()))));
        List<Open> open = new ArrayList<>();
        admin.describeProducers(partitions)
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .forEach((partition, state) -> state.activeProducers().stream()
                        .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                        .filter(producer -> producer.lastTimestamp() < before)
                        .forEach(producer -> open.add(new Open(partition, producer))));
        return open;
    }

    /** Partition and producer of each transaction that its coordinator will end. */
    private static Set<String> known(Admin admin, List<Open> open)
            throws ExecutionException, TimeoutException, InterruptedException {
        List<Long> producers =
                open.stream().map(each -> each.producer().producerId()).distinct().toList();
        List<String> ids = admin
                .listTransactions(new ListTransactionsOptions().filterProducerIds(producers))
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .stream()
                .map(listing -> listing.transactionalId())
                .toList();
        Set<String> known = new HashSet<>();
        for (TransactionDescription each : admin.describeTransactions(ids)
                .all()
                .get(CALL_SECONDS, TimeUnit.SECONDS)
                .values()) {
            if (UNDER_WAY.contains(each.state())) {
                each.topicPartitions().forEach(partition -> known.add(partition + " " + each.producerId()));
            }
        }
        return known;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
