package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.inventory.Approval;
import dev.skerry.schemas.inventory.SiteState;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReadModelLoaderTest {

    private static final String TOPIC = Topics.SITE_STATE.name();
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC, 0);

    private final MemoryRegistry registry = new MemoryRegistry("");
    private final AvroCodec codec = new AvroCodec(registry.client(), "");
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("earliest");
    private final ReadModelLoader loader = new ReadModelLoader(
            () -> consumer,
            new RuntimeContext("test", "", codec, new RuntimeMetrics(new SimpleMeterRegistry()), Traces.off()));
    private final ReadModel<SiteState> sites = loader.of(Topics.SITE_STATE, SiteState.class);
    private final List<String> seen = new CopyOnWriteArrayList<>();
    private long next;

    @AfterEach
    void stop() {
        loader.stop();
        registry.close();
    }

    @Test
    void ofWhatWasThereOnlyTheNewestIsTakenAndAfterwardsEveryChange() {
        there(record("north", encoded("north", "first")), record("south", encoded("south", "only")));
        there(record("gone", encoded("gone", "first")), record("gone", null));
        there(record("north", new byte[] {1, 2, 3}), record("north", encoded("north", "second")));
        sites.subscribe((key, site) -> seen.add(key + " " + (site == null ? "-" : site.getDisplayName())));
        loader.start();
        await();
        assertThat(seen).containsExactlyInAnyOrder("south only", "gone -", "north second");
        assertThat(sites.all()).extracting(SiteState::getDisplayName).containsExactlyInAnyOrder("only", "second");

        consumer.schedulePollTask(() -> {
            consumer.addRecord(record("north", encoded("north", "third")));
            consumer.addRecord(record("north", encoded("north", "fourth")));
        });
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> seen.contains("north fourth"));
        assertThat(seen).endsWith("north third", "north fourth");
    }

    private void await() {
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(sites::caughtUp);
    }

    @SafeVarargs
    private void there(ConsumerRecord<String, byte[]>... records) {
        consumer.updatePartitions(TOPIC, List.of(new PartitionInfo(TOPIC, 0, Node.noNode(), new Node[0], new Node[0])));
        consumer.updateBeginningOffsets(Map.of(PARTITION, 0L));
        consumer.updateEndOffsets(Map.of(PARTITION, next));
        consumer.schedulePollTask(() -> List.of(records).forEach(consumer::addRecord));
    }

    private ConsumerRecord<String, byte[]> record(String key, byte @Nullable [] value) {
        return new ConsumerRecord<>(TOPIC, 0, next++, key, value);
    }

    private byte[] encoded(String name, String displayName) {
        SiteState site = SiteState.newBuilder()
                .setSite(name)
                .setDisplayName(displayName)
                .setLatitude(1)
                .setLongitude(1)
                .setRegion("emea")
                .setLabels(Map.of())
                .setClientPrefixes(List.of())
                .setApproval(Approval.AUTOMATIC)
                .setRegisteredAt(Instant.EPOCH)
                .build();
        return codec.encode(TOPIC, site);
    }
}
