package dev.skerry.appmanager.effect;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topic.Kind;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventHeaders;
import dev.skerry.runtime.PoisonException;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.UnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happened to one machine, cluster, app or name by reading the topics as they are: the events that carry its key, and those
 * of the chain that its first event began. Nothing is indexed for it; it is for a person who asks now and then.
 *
 * <p>In a topic that is keyed by what the subject is, only its own events count, for one request may begin the chains of a hundred
 * clusters. Agents' reports are left out: they come every few seconds, and what they change is an event of its own.
 */
public final class TraceReader {

    private static final Set<Kind> KINDS = Set.of(Kind.REQUESTS, Kind.EVENTS, Kind.OBSERVATIONS, Kind.TASKS);
    private static final Duration SLACK = Duration.ofSeconds(2);
    private static final int AT_ONCE = 4;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final Map<String, Topic> topics;
    private final Function<byte[], SpecificRecord> decode;
    private final Duration atMost;
    private final int most;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /** A record as it is told, without its bytes, and where it stands. */
    private record Found(Trace.Step step, long timestamp, String topic, int partition, long offset) {

        static final Comparator<Found> BY_TIME = Comparator.comparing((Found found) -> found.step.time())
                .thenComparingLong(Found::timestamp)
                .thenComparing(Found::topic)
                .thenComparingInt(Found::partition)
                .thenComparingLong(Found::offset);
    }

    /**
     * @param consumers makes a consumer without a group that reads committed records; it is closed after each call
     * @param prefix the installation's topic prefix; may be empty
     * @param decode a record's value
     * @param atMost how long one call may read
     * @param most how many events one call may give; the newest are kept
     */
    public TraceReader(
            Supplier<Consumer<String, byte[]>> consumers,
            String prefix,
            Function<byte[], SpecificRecord> decode,
            Duration atMost,
            int most) {
        this.consumers = consumers;
        this.decode = decode;
        this.atMost = atMost;
        this.most = most;
        this.topics = Topics.ALL.stream()
                .filter(topic -> KINDS.contains(topic.kind()) && !topic.equals(Topics.AGENT_OBSERVATIONS))
                .collect(Collectors.toMap(topic -> prefix + topic.name(), Function.identity()));
    }

    /**
     * Reads what happened.
     *
     * @param keys by which events are about the subject: ids, MAC addresses
     * @throws Problem 503 when too many traces are being read
     * @throws UnavailableException when the broker does not answer
     */
    public Trace trace(Set<String> keys) {
        if (!turns.tryAcquire()) {
            throw new Problem(503, "", AT_ONCE + " traces are being read already", "try again in some seconds");
        }
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            return read(consumer, keys);
        } catch (KafkaException e) {
            throw new UnavailableException("the broker did not let the topics be read; try again", e);
        } finally {
            turns.release();
        }
    }

    private Trace read(Consumer<String, byte[]> consumer, Set<String> keys) {
        TopicScan scan = new TopicScan(consumer, System.nanoTime() + atMost.toNanos());
        List<TopicPartition> partitions = topics.keySet().stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        Newest found = new Newest(most);
        boolean complete = scan.read(partitions, null, record -> {
            if (record.key() != null && keys.contains(record.key())) {
                found.add(found(record, headers(record)));
            }
        });
        Found first = found.first;
        if (first != null) {
            String chain = first.step().correlationId();
            Instant since = first.step().time().minus(SLACK);
            Set<String> own = Set.copyOf(found.topics);
            List<TopicPartition> others = partitions.stream()
                    .filter(partition -> !own.contains(partition.topic()))
                    .toList();
            complete &= scan.read(others, since, record -> {
                EventHeaders headers = headers(record);
                if (headers.correlationId().equals(chain)) {
                    found.add(found(record, headers));
                }
            });
        }
        return new Trace(found.inOrder().stream().map(Found::step).toList(), complete && !found.dropped);
    }

    private static EventHeaders headers(ConsumerRecord<String, byte[]> record) {
        String key = record.key() == null ? "" : record.key();
        String place = record.topic() + "-" + record.partition() + "-" + record.offset();
        return EventHeaders.from(record.headers(), place, key, record.timestamp());
    }

    private Found found(ConsumerRecord<String, byte[]> record, EventHeaders headers) {
        return new Found(
                step(record, headers), record.timestamp(), record.topic(), record.partition(), record.offset());
    }

    private Trace.Step step(ConsumerRecord<String, byte[]> record, EventHeaders headers) {
        String type = headers.type();
        String summary;
        try {
            SpecificRecord value = decode.apply(record.value());
            type = value.getSchema().getFullName();
            summary = EventSummary.of(value);
        } catch (PoisonException e) {
            summary = "cannot be read: " + e.getMessage();
        }
        Topic topic = topics.get(record.topic());
        return new Trace.Step(
                headers.time(),
                type,
                headers.source(),
                topic == null ? record.topic() : topic.name(),
                record.key() == null ? "" : record.key(),
                headers.id(),
                headers.correlationId(),
                headers.causationId(),
                summary);
    }

    /** Keeps the newest of what is found, and remembers the oldest. */
    private static final class Newest {

        private final int most;
        private final PriorityQueue<Found> kept = new PriorityQueue<>(Found.BY_TIME);
        private final Set<String> topics = new HashSet<>();
        private @Nullable Found first;
        private boolean dropped;

        Newest(int most) {
            this.most = most;
        }

        void add(Found found) {
            if (first == null || Found.BY_TIME.compare(found, first) < 0) {
                first = found;
            }
            topics.add(found.topic());
            kept.add(found);
            if (kept.size() > most) {
                kept.remove();
                dropped = true;
            }
        }

        List<Found> inOrder() {
            List<Found> ordered = new ArrayList<>(kept);
            ordered.sort(Found.BY_TIME);
            return ordered;
        }
    }
}
