package dev.skerry.appmanager.effect;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.PoisonException;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.UnavailableException;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import dev.skerry.schemas.provisioning.BmcCrawled;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Tells how a crawl stands, by reading its topics from when it was asked for: its id says when. */
public final class CrawlLog {

    /** How far the clocks of those who write may be apart. */
    private static final Duration SLACK = Duration.ofMinutes(1);

    private static final int AT_ONCE = 4;
    private static final int TIME_ORDERED = 7;
    private static final int TIME_SHIFT = 16;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final List<String> topics;
    private final Function<byte[], SpecificRecord> decode;
    private final Duration atMost;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /**
     * A crawl as it stands.
     *
     * @param requests one an address, in the order in which they were asked for
     * @param outcomes the first of each address that has one, in the order in which they came
     */
    public record Crawl(List<BmcCrawlRequested> requests, List<BmcCrawled> outcomes) {}

    /**
     * @param consumers makes a consumer without a group that reads committed records; it is closed after each call
     * @param prefix the installation's topic prefix; may be empty
     * @param decode a record's value
     * @param atMost how long one call may read
     */
    public CrawlLog(
            Supplier<Consumer<String, byte[]>> consumers,
            String prefix,
            Function<byte[], SpecificRecord> decode,
            Duration atMost) {
        this.consumers = consumers;
        this.topics = Stream.of(Topics.CRAWL_REQUESTS, Topics.CRAWL_EVENTS)
                .map(topic -> prefix + topic.name())
                .toList();
        this.decode = decode;
        this.atMost = atMost;
    }

    /**
     * One crawl.
     *
     * @throws Problem 404 when there is none of this id, 503 when too many calls read already or the time was too short
     * @throws UnavailableException when the broker does not answer
     */
    public Crawl one(String id) {
        Instant since = begun(id).minus(SLACK);
        if (!turns.tryAcquire()) {
            throw new Problem(503, "", AT_ONCE + " crawls are being read already", "try again in some seconds");
        }
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            return read(consumer, id, since);
        } catch (KafkaException e) {
            throw new UnavailableException("the broker did not let the topics be read; try again", e);
        } finally {
            turns.release();
        }
    }

    private Crawl read(Consumer<String, byte[]> consumer, String id, Instant since) {
        List<TopicPartition> partitions = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        Map<String, BmcCrawlRequested> requests = new LinkedHashMap<>();
        Map<String, BmcCrawled> outcomes = new LinkedHashMap<>();
        TopicScan scan = new TopicScan(consumer, System.nanoTime() + atMost.toNanos());
        boolean complete = scan.read(partitions, since, record -> {
            if (id.equals(record.key())) {
                switch (value(record)) {
                    case BmcCrawlRequested request -> requests.putIfAbsent(request.getAddress(), request);
                    case BmcCrawled outcome -> outcomes.putIfAbsent(outcome.getAddress(), outcome);
                    case null, default -> {
                        // of a kind that is newer than this program, or a dead letter
                    }
                }
            }
        });
        if (!complete) {
            throw new Problem(503, "", "the crawl could not be read within " + atMost, "try again in some seconds");
        }
        if (requests.isEmpty()) {
            throw unknown(id);
        }
        return new Crawl(List.copyOf(requests.values()), List.copyOf(outcomes.values()));
    }

    private @Nullable SpecificRecord value(ConsumerRecord<String, byte[]> record) {
        try {
            return decode.apply(record.value());
        } catch (PoisonException e) {
            return null;
        }
    }

    private static Instant begun(String id) {
        try {
            UUID uuid = UUID.fromString(id);
            if (uuid.version() == TIME_ORDERED) {
                return Instant.ofEpochMilli(uuid.getMostSignificantBits() >>> TIME_SHIFT);
            }
        } catch (IllegalArgumentException e) {
            throw unknown(id);
        }
        throw unknown(id);
    }

    private static Problem unknown(String id) {
        return Problem.unknown(
                "crawl", "there is no crawl " + id, "use the key that the answer to POST /api/v1/crawls named");
    }
}
