package dev.skerry.appmanager.effect;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.EventHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** What stands in the topics, each of two partitions. */
final class TopicLog {

    private final Map<TopicPartition, List<ConsumerRecord<String, byte[]>>> partitions = new HashMap<>();
    int open;

    void add(Topic topic, String key, String correlation, long second) {
        RecordHeaders headers = new RecordHeaders();
        String id = topic + key + second;
        new EventHeaders(id, "t", "/skerry/test", TraceReaderTest.at(second), key, correlation, correlation, null)
                .to(headers);
        add(topic, key, second, headers, new byte[] {1});
    }

    void poison(Topic topic, String key, long second) {
        add(topic, key, second, new RecordHeaders(), new byte[0]);
    }

    void add(Topic topic, String key, long second, RecordHeaders headers, byte[] value) {
        TopicPartition partition = new TopicPartition("test." + topic.name(), Math.floorMod(key.hashCode(), 2));
        List<ConsumerRecord<String, byte[]>> records =
                partitions.computeIfAbsent(partition, each -> new java.util.ArrayList<>());
        records.add(new ConsumerRecord<>(
                partition.topic(),
                partition.partition(),
                records.size(),
                TraceReaderTest.at(second).toEpochMilli(),
                TimestampType.CREATE_TIME,
                key.getBytes(StandardCharsets.UTF_8).length,
                value.length,
                key,
                value,
                headers,
                Optional.empty()));
    }

    Consumer<String, byte[]> consumer() {
        open++;
        return new Reading();
    }

    /** Kafka's own fake does not know times, and gives records only after they are scheduled. */
    private final class Reading extends MockConsumer<String, byte[]> {

        Reading() {
            super(AutoOffsetResetStrategy.EARLIEST.name());
            Map<String, List<PartitionInfo>> infos = new TreeMap<>();
            Map<TopicPartition, Long> begins = new HashMap<>();
            Map<TopicPartition, Long> ends = new HashMap<>();
            for (Topic topic : Topics.ALL) {
                String name = "test." + topic.name();
                infos.put(name, List.of(info(name, 0), info(name, 1)));
                for (int i = 0; i < 2; i++) {
                    TopicPartition partition = new TopicPartition(name, i);
                    begins.put(partition, 0L);
                    ends.put(partition, (long)
                            partitions.getOrDefault(partition, List.of()).size());
                }
            }
            infos.forEach(this::updatePartitions);
            updateBeginningOffsets(begins);
            updateEndOffsets(ends);
        }

        private static PartitionInfo info(String topic, int partition) {
            return new PartitionInfo(topic, partition, null, null, null);
        }

        @Override
        public synchronized void assign(Collection<TopicPartition> assigned) {
            super.assign(assigned);
            assigned.forEach(
                    partition -> partitions.getOrDefault(partition, List.of()).forEach(this::addRecord));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> found.put(
                    partition,
                    partitions.getOrDefault(partition, List.of()).stream()
                            .filter(record -> record.timestamp() >= time)
                            .findFirst()
                            .map(record -> new OffsetAndTimestamp(record.offset(), record.timestamp()))
                            .orElse(null)));
            return found;
        }

        @Override
        public synchronized void close() {
            open--;
            super.close();
        }
    }
}
