package dev.skerry.appmanager.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.DeadLetter;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.UnavailableException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.internals.AutoOffsetResetStrategy;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLettersTest {

    private static final String TOPIC = "test." + Topics.DEAD_LETTERS.name();
    private static final String REQUESTS = "test." + Topics.DEPLOYMENT_REQUESTS.name();

    private final List<List<ConsumerRecord<String, byte[]>>> partitions = List.of(new ArrayList<>(), new ArrayList<>());
    private int fetched;

    @Test
    void theNewestOfAllPartitionsComeFirstAndTheRestIsNotRead() {
        for (int i = 0; i < 5_000; i++) {
            add(i % 2, REQUESTS, "app-manager/fleet", i);
        }
        DeadLetterLog.Listing listing = log().newest(item -> true, 3);
        assertThat(listing.items())
                .extracting(DeadLetterItem::id, DeadLetterItem::reason)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("1-2499", "reason 4999"),
                        org.assertj.core.groups.Tuple.tuple("0-2499", "reason 4998"),
                        org.assertj.core.groups.Tuple.tuple("1-2498", "reason 4997"));
        assertThat(listing.complete()).isFalse();
        assertThat(fetched).as("one window of each partition").isLessThanOrEqualTo(2_000);
    }

    @Test
    void aFilterFindsWhatLiesFarBack() {
        add(0, REQUESTS, "inventory/inventory", 1);
        for (int i = 0; i < 3_000; i++) {
            add(0, REQUESTS, "app-manager/fleet", 2 + i);
        }
        DeadLetterLog.Listing listing = log().newest(item -> item.consumer().equals("inventory/inventory"), 10);
        assertThat(listing.items()).extracting(DeadLetterItem::id).containsExactly("0-0");
        assertThat(listing.complete()).isTrue();
    }

    @Test
    void oneIsFoundByItsPlace() {
        IntStream.range(0, 10).forEach(i -> add(1, REQUESTS, "c", i));
        assertThat(log().one("1-7").offset()).isEqualTo(7);
        for (String id : List.of("1-10", "7-0", "x", "", "1-", "-1-1", "1-99999999999999999999", "0-0")) {
            assertThatThrownBy(() -> log().one(id))
                    .as(id)
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(404));
        }
    }

    @Test
    void aBrokerThatIsAwayIsUnavailable() {
        DeadLetterLog log = new DeadLetterLog(
                () -> {
                    throw new KafkaException("away");
                },
                "test.",
                Duration.ofSeconds(1));
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> log.newest(item -> true, 1)).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void aReplayIsTheRecordAsItWasUnderTheIdThatItHad() {
        add(0, REQUESTS, "app-manager/fleet", 1).add("ce_id", bytes("e-1")).add("mine", new byte[] {1, -1});
        add(0, REQUESTS, "app-manager/fleet", 2);
        Published published = new Published();
        Replay replay = new Replay(published::take, "test.");

        assertThat(replay.replay(log().one("0-0")).eventId()).isEqualTo("e-1");
        assertThat(published.topic).isEqualTo(Topics.DEPLOYMENT_REQUESTS);
        assertThat(published.key).isEqualTo("acme/shop");
        assertThat(published.value).containsExactly(0, 1, 2);
        assertThat(published.names()).containsExactlyInAnyOrder("ce_id", "mine", Replay.HEADER);
        assertThat(published.header(Replay.HEADER)).isEqualTo("0-0");

        assertThat(replay.replay(log().one("0-1")).eventId())
                .isEqualTo(REQUESTS + "-0-2")
                .isEqualTo(published.header("ce_id"));
    }

    @Test
    void onlyRequestsAndObservationsAreReplayed() {
        Published published = new Published();
        Replay replay = new Replay(published::take, "test.");
        List<String> refused = new ArrayList<>(List.of("", "nowhere", Topics.DEPLOYMENT_REQUESTS.name()));
        Topics.ALL.stream()
                .filter(topic -> topic.kind() != Topic.Kind.REQUESTS && topic.kind() != Topic.Kind.OBSERVATIONS)
                .forEach(topic -> refused.add("test." + topic.name()));
        refused.forEach(topic -> add(0, topic, "c", 1));
        for (int i = 0; i < refused.size(); i++) {
            ConsumerRecord<String, byte[]> record = log().one("0-" + i);
            assertThatThrownBy(() -> replay.replay(record))
                    .as(refused.get(i))
                    .isInstanceOfSatisfying(
                            Problem.class,
                            problem -> assertThat(problem.status()).isEqualTo(409));
        }
        assertThat(published.topic).isNull();
    }

    private DeadLetterLog log() {
        return new DeadLetterLog(this::consumer, "test.", Duration.ofSeconds(20));
    }

    private Headers add(int partition, String topic, String consumer, int second) {
        Headers headers = new RecordHeaders();
        headers.add(DeadLetter.TOPIC, bytes(topic));
        headers.add(DeadLetter.PLACE, bytes(topic + "-0-" + second));
        headers.add(DeadLetter.CONSUMER, bytes(consumer));
        headers.add(DeadLetter.REASON, bytes("reason " + second));
        List<ConsumerRecord<String, byte[]>> records = partitions.get(partition);
        records.add(new ConsumerRecord<>(
                TOPIC,
                partition,
                records.size(),
                second * 1_000L,
                TimestampType.CREATE_TIME,
                9,
                3,
                "acme/shop",
                new byte[] {0, 1, 2},
                headers,
                Optional.empty()));
        return headers;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Published {

        private @Nullable Topic topic;
        private String key = "";
        private byte @Nullable [] value;
        private Headers headers = new RecordHeaders();

        void take(Topic to, String under, byte @Nullable [] what, Headers with) {
            topic = to;
            key = under;
            value = what;
            headers = with;
        }

        List<String> names() {
            List<String> names = new ArrayList<>();
            headers.forEach(header -> names.add(header.key()));
            return names;
        }

        String header(String name) {
            return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
        }
    }

    /** Kafka's own fake, which gives at each poll what lies between its position and the end. */
    private Consumer<String, byte[]> consumer() {
        MockConsumer<String, byte[]> consumer = new MockConsumer<>(AutoOffsetResetStrategy.EARLIEST.name()) {
            @Override
            public synchronized void seek(TopicPartition partition, long offset) {
                super.seek(partition, offset);
                partitions.get(partition.partition()).stream()
                        .skip(offset)
                        .limit(1_000)
                        .forEach(record -> {
                            fetched++;
                            addRecord(record);
                        });
            }

            @Override
            public synchronized void assign(Collection<TopicPartition> assigned) {
                super.assign(List.of());
                super.assign(assigned);
            }
        };
        Map<TopicPartition, Long> begins = new HashMap<>();
        Map<TopicPartition, Long> ends = new HashMap<>();
        List<PartitionInfo> infos = new ArrayList<>();
        for (int i = 0; i < partitions.size(); i++) {
            TopicPartition partition = new TopicPartition(TOPIC, i);
            begins.put(partition, 0L);
            ends.put(partition, (long) partitions.get(i).size());
            infos.add(new PartitionInfo(TOPIC, i, null, null, null));
        }
        consumer.updatePartitions(TOPIC, infos);
        consumer.updateBeginningOffsets(begins);
        consumer.updateEndOffsets(ends);
        return consumer;
    }
}
