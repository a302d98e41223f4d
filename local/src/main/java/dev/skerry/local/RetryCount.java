package dev.skerry.local;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.schemas.provisioning.AttemptFailed;
import dev.skerry.schemas.provisioning.PowerOutcome;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * What a fleet had to do more than once, as its topics tell it.
 *
 * @param power power commands that were given again
 * @param powerFailures power commands that a power controller did not carry out
 * @param attempts inspections, installations and wipes that came to nothing and were tried again
 */
public record RetryCount(long power, long powerFailures, long attempts) {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /**
     * Reads the topics from their beginning.
     *
     * @param brokers {@code host:port}, comma-separated
     * @throws IOException when the broker does not give all of it within 30 s
     */
    public static RetryCount of(String brokers, String registry) throws IOException {
        RetryCount count = new RetryCount(0, 0, 0);
        AvroCodec codec = new AvroCodec(new RegistryClient(registry), "");
        Map<String, Object> settings =
                Map.of("bootstrap.servers", brokers, "isolation.level", "read_committed", "enable.auto.commit", false);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Stream.of(
                            Topics.POWER_TASKS, Topics.PROVISIONING_OBSERVATIONS, Topics.PROVISIONING_EVENTS)
                    .flatMap(RetryCount::partitions)
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, LIMIT);
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("the broker at " + brokers + " does not give all events");
                }
                for (var event : consumer.poll(POLL)) {
                    count = count.with(codec.decode(event.value()));
                }
            }
            return count;
        } catch (KafkaException e) {
            throw new IOException("the broker at " + brokers + " does not tell its events", e);
        }
    }

    private static Stream<TopicPartition> partitions(Topic topic) {
        return IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition));
    }

    private RetryCount with(Object event) {
        return switch (event) {
            case PowerTask task when task.getAttempt() > 1 -> new RetryCount(power + 1, powerFailures, attempts);
            case PowerTaskEnded ended
            when ended.getOutcome() != PowerOutcome.SUCCEEDED -> new RetryCount(power, powerFailures + 1, attempts);
            case AttemptFailed _ -> new RetryCount(power, powerFailures, attempts + 1);
            default -> this;
        };
    }
}
