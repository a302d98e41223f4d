package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.provisioning.BmcCrawlRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

/** A record that anyone may write and that a share group carries out is refused as a decider refuses it. */
class TaskExecutionTest {

    private static final String TOPIC = Topics.CRAWL_REQUESTS.name();
    private static final BmcCrawlRequested GOOD = new BmcCrawlRequested("c-1", "lab", "https://h", "ours", "");

    private final MemoryRegistry registry = new MemoryRegistry("");
    private final AvroCodec codec = new AvroCodec(registry.client(), "");
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer()) {
                @Override
                public void close(Duration timeout) {
                    // The template gives it back after each record; the real factory keeps it open too.
                }
            };
    private final List<BmcCrawlRequested> carriedOut = new ArrayList<>();
    private final TaskExecution<BmcCrawlRequested> execution = new TaskExecution<>(
            new Tasks<>(Topics.CRAWL_REQUESTS, BmcCrawlRequested.class, this::handle, 1),
            new RuntimeContext("test", "", codec, new RuntimeMetrics(new SimpleMeterRegistry())),
            new KafkaTemplate<>(() -> producer),
            "test." + TOPIC);

    @AfterEach
    void close() {
        registry.close();
    }

    private void handle(BmcCrawlRequested request, EventHeaders headers) {
        if (request.getSite().isEmpty()) {
            throw new PoisonException("site: is empty");
        }
        carriedOut.add(request);
    }

    @Test
    void aGoodOneIsCarriedOut() {
        assertThat(carryOut("c-1", codec.encode(TOPIC, GOOD))).isEqualTo(AcknowledgeType.ACCEPT);
        assertThat(carriedOut).containsExactly(GOOD);
        assertThat(producer.history()).isEmpty();
    }

    @Test
    void aBadOneIsADeadLetterWithItsReason() {
        byte[] good = codec.encode(TOPIC, GOOD);
        byte[] other = codec.encode(Topics.MACHINE_REQUESTS.name(), new MachineApprovalRequested("c-1", "somebody"));
        BmcCrawlRequested empty = BmcCrawlRequested.newBuilder(GOOD).setSite("").build();
        refused("c-2", good, "key: is 'c-2'; write the crawl id, 'c-1'");
        refused(null, good, "key: empty");
        refused("c-1", null, "value: empty");
        refused("c-1", new byte[] {1}, "not Avro");
        refused("c-1", other, "MachineApprovalRequested does not belong on " + TOPIC);
        refused("c-1", codec.encode(TOPIC, empty), "site: is empty");
        assertThat(carriedOut).isEmpty();
    }

    private void refused(@Nullable String key, byte @Nullable [] value, String reason) {
        assertThat(carryOut(key, value)).as(reason).isEqualTo(AcknowledgeType.REJECT);
        var letter = producer.history().getLast();
        assertThat(letter.topic()).isEqualTo(Topics.DEAD_LETTERS.name());
        assertThat(letter.value()).isEqualTo(value);
        assertThat(new String(letter.headers().lastHeader(DeadLetter.REASON).value(), StandardCharsets.UTF_8))
                .contains(reason);
    }

    private AcknowledgeType carryOut(@Nullable String key, byte @Nullable [] value) {
        return execution.carryOut(new ConsumerRecord<>(TOPIC, 0, 0, key, value));
    }
}
