package dev.skerry.appmanager.effect;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads topics once, from somewhere to where they ended when the scan began; committed records only. */
final class TopicScan {

    private static final Duration POLL = Duration.ofMillis(200);

    private final Consumer<String, byte[]> consumer;
    private final long deadline;

    /** @param deadline by {@link System#nanoTime}; a scan stops there */
    TopicScan(Consumer<String, byte[]> consumer, long deadline) {
        this.consumer = consumer;
        this.deadline = deadline;
    }

    /**
     * Shows each record.
     *
     * @param since records with an earlier timestamp are passed over; null shows all
     * @return whether the ends were reached in time
     */
    boolean read(
            Collection<TopicPartition> partitions,
            @Nullable Instant since,
            java.util.function.Consumer<ConsumerRecord<String, byte[]>> reader) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, Long> starts =
                since == null ? consumer.beginningOffsets(partitions) : starts(partitions, since);
        Set<TopicPartition> open = new HashSet<>();
        for (TopicPartition partition : partitions) {
            if (starts.getOrDefault(partition, Long.MAX_VALUE) < ends.getOrDefault(partition, 0L)) {
                open.add(partition);
            }
        }
        consumer.assign(open);
        consumer.resume(open); // a partition that an earlier scan finished is still paused
        open.forEach(partition -> consumer.seek(partition, starts.getOrDefault(partition, 0L)));
        while (!open.isEmpty() && System.nanoTime() - deadline < 0) {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (record.offset() < ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L)) {
                    reader.accept(record);
                }
            }
            List<TopicPartition> done = open.stream()
                    .filter(partition -> consumer.position(partition) >= ends.getOrDefault(partition, 0L))
                    .toList();
            consumer.pause(done);
            done.forEach(open::remove);
        }
        return open.isEmpty();
    }

    /** A partition without a record that late is left out. */
    private Map<TopicPartition, Long> starts(Collection<TopicPartition> partitions, Instant since) {
        Map<TopicPartition, Long> times = new HashMap<>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        Map<TopicPartition, Long> starts = new HashMap<>();
        for (Map.Entry<TopicPartition, @Nullable OffsetAndTimestamp> found :
                consumer.offsetsForTimes(times).entrySet()) {
            OffsetAndTimestamp place = found.getValue();
            if (place != null) {
                starts.put(found.getKey(), place.offset());
            }
        }
        return starts;
    }
}
