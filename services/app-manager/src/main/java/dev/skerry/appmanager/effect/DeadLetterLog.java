package dev.skerry.appmanager.effect;

import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.UnavailableException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead letters as they stand in their topic. It reads backwards, a window of records at a time, and keeps of each record what a list
 * shows, so that the newest are found without the 30 days before them, and in little memory.
 */
public final class DeadLetterLog {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final int WINDOW = 1_000;
    private static final int AT_ONCE = 4;

    private final Supplier<Consumer<String, byte[]>> consumers;
    private final String topic;
    private final Duration atMost;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    /**
     * Dead letters.
     *
     * @param items the newest first
     * @param complete false when there are more than were asked for or could be read in the time
     */
    public record Listing(List<DeadLetterItem> items, boolean complete) {}

    /**
     * @param consumers makes a consumer without a group that reads committed records; it is closed after each call
     * @param prefix the installation's topic prefix; may be empty
     * @param atMost how long one call may read
     */
    public DeadLetterLog(Supplier<Consumer<String, byte[]>> consumers, String prefix, Duration atMost) {
        this.consumers = consumers;
        this.topic = prefix + Topics.DEAD_LETTERS.name();
        this.atMost = atMost;
    }

    /**
     * The newest dead letters.
     *
     * @param wanted which of them
     * @param limit how many, at least 1
     * @throws Problem 503 when too many calls read already
     * @throws UnavailableException when the broker does not answer
     */
    public Listing newest(Predicate<DeadLetterItem> wanted, int limit) {
        return reading(consumer -> {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + atMost.toNanos();
            List<DeadLetterItem> found = new ArrayList<>();
            boolean complete = true;
            for (TopicPartition partition : partitions) {
                complete &= newest(
                        consumer,
                        partition,
                        begins.getOrDefault(partition, 0L),
                        ends.getOrDefault(partition, 0L),
                        wanted,
                        limit,
                        deadline,
                        found);
            }
            found.sort(Comparator.comparing(DeadLetterItem::time)
                    .thenComparing(DeadLetterItem::id)
                    .reversed());
            return new Listing(
                    List.copyOf(found.subList(0, Math.min(limit, found.size()))), complete && found.size() <= limit);
        });
    }

    /**
     * One dead letter.
     *
     * @param id partition and offset of it in the topic, with a hyphen between
     * @throws Problem 404 when there is none of this id
     * @throws UnavailableException when the broker does not answer
     */
    public ConsumerRecord<String, byte[]> one(String id) {
        DeadLetterItem.Place place = DeadLetterItem.Place.of(id).orElseThrow(() -> unknown(id));
        return reading(consumer -> {
            TopicPartition partition = new TopicPartition(topic, place.partition());
            if (consumer.partitionsFor(topic).stream().noneMatch(info -> info.partition() == place.partition())) {
                throw unknown(id);
            }
            long begin = consumer.beginningOffsets(List.of(partition)).getOrDefault(partition, 0L);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, 0L);
            if (place.offset() < begin || place.offset() >= end) {
                throw unknown(id);
            }
            List<ConsumerRecord<String, byte[]>> found = new ArrayList<>();
            long deadline = System.nanoTime() + atMost.toNanos();
            read(consumer, partition, place.offset(), place.offset() + 1, deadline, found::add);
            return found.stream().findFirst().orElseThrow(() -> unknown(id));
        });
    }

    /** @return whether all that are wanted were found, down to the oldest */
    private static boolean newest(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            long begin,
            long end,
            Predicate<DeadLetterItem> wanted,
            int limit,
            long deadline,
            List<DeadLetterItem> found) {
        long upper = end;
        int missing = limit;
        while (upper > begin && missing > 0) {
            long lower = Math.max(begin, upper - WINDOW);
            Deque<DeadLetterItem> newest = new ArrayDeque<>();
            int most = missing;
            boolean whole = read(consumer, partition, lower, upper, deadline, record -> {
                DeadLetterItem item = DeadLetterItem.of(record);
                if (wanted.test(item)) {
                    newest.addLast(item);
                    if (newest.size() > most) {
                        newest.removeFirst();
                    }
                }
            });
            found.addAll(newest);
            missing -= newest.size();
            upper = lower;
            if (!whole) {
                return false;
            }
        }
        return upper <= begin;
    }

    /** @return whether all of it was read in time */
    private static boolean read(
            Consumer<String, byte[]> consumer,
            TopicPartition partition,
            long from,
            long to,
            long deadline,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        consumer.assign(List.of(partition));
        consumer.seek(partition, from);
        while (consumer.position(partition) < to) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() >= from && record.offset() < to) {
                    reader.accept(record);
                }
            }
        }
        return true;
    }

    private <T> T reading(java.util.function.Function<Consumer<String, byte[]>, T> read) {
        if (!turns.tryAcquire()) {
            throw new Problem(503, "", AT_ONCE + " calls read the dead letters already", "try again in some seconds");
        }
        try (Consumer<String, byte[]> consumer = consumers.get()) {
            return read.apply(consumer);
        } catch (KafkaException e) {
            throw new UnavailableException("the broker did not let the dead letters be read; try again", e);
        } finally {
            turns.release();
        }
    }

    private static Problem unknown(String id) {
        return Problem.unknown(
                "id",
                "there is no dead letter " + id,
                "ids are partition-offset, as GET /api/v1/dead-letters lists them; after 30 days they are gone");
    }
}
