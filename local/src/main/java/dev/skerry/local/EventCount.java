package dev.skerry.local;

import dev.skerry.catalogue.Topics;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How much stands in the catalogue's topics. */
public final class EventCount {

    private static final int LIMIT_SECONDS = 30;

    private EventCount() {}

    /**
     * The offsets between the beginning and the end of every partition, added up. A transaction's marker takes an offset too, and
     * compaction leaves gaps, so this is how much was written, to within those.
     *
     * @param brokers {@code host:port}, comma-separated
     * @throws IOException when the broker does not answer within 30 s
     */
    public static long of(String brokers) throws IOException, InterruptedException {
        try (Admin admin = Admin.create(Map.<String, Object>of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, brokers))) {
            List<TopicPartition> partitions = Topics.ALL.stream()
                    .flatMap(topic -> java.util.stream.IntStream.range(0, topic.partitions())
                            .mapToObj(partition -> new TopicPartition(topic.name(), partition)))
                    .toList();
            return sum(admin, partitions, OffsetSpec.latest()) - sum(admin, partitions, OffsetSpec.earliest());
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("the broker at " + brokers + " does not tell its offsets", e);
        }
    }

    private static long sum(Admin admin, Collection<TopicPartition> partitions, OffsetSpec spec)
            throws ExecutionException, TimeoutException, InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, spec));
        return admin.listOffsets(asked).all().get(LIMIT_SECONDS, TimeUnit.SECONDS).values().stream()
                .mapToLong(ListOffsetsResultInfo::offset)
                .sum();
    }
}
