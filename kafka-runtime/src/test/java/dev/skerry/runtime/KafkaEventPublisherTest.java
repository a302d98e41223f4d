package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;

class KafkaEventPublisherTest {

    private final MemoryRegistry registry = new MemoryRegistry("");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final MockProducer<String, byte[]> producer =
            new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer()) {
                @Override
                public void close(Duration timeout) {
                    // The template gives it back after each event; the real factory keeps it open too.
                }
            };
    private final KafkaEventPublisher publisher = new KafkaEventPublisher(
            new KafkaTemplate<>(() -> producer),
            new RuntimeContext("test", "", new AvroCodec(registry.client(), ""), new RuntimeMetrics(meters)));

    @AfterEach
    void close() {
        registry.close();
    }

    @Test
    void whatTheBrokerDoesNotAcknowledgeIsUnavailable() {
        CompletableFuture<EventHeaders> sent = send("broken");
        producer.errorNext(new TimeoutException("expired"));
        assertThatThrownBy(sent::join).hasCauseInstanceOf(UnavailableException.class);
        assertThat(waiting()).isZero();
    }

    @Test
    void soIsWhatTheProducerRefusesAtOnce() {
        producer.sendException = new TimeoutException("no metadata after 5000 ms");
        assertThatThrownBy(() -> publisher.publish(Topics.PROVISIONING_REQUESTS, "m", value("reason")))
                .isInstanceOf(UnavailableException.class);
        assertThat(waiting()).isZero();
    }

    @Test
    void beyondTheMostThatMayWaitTheNextIsRefusedAtOnceAndLaterTaken() {
        List<CompletableFuture<EventHeaders>> sent = new ArrayList<>();
        for (int i = 0; i < KafkaEventPublisher.MOST_WAITING; i++) {
            sent.add(send("waits"));
        }
        assertThat(waiting()).isEqualTo(KafkaEventPublisher.MOST_WAITING);
        CompletableFuture<EventHeaders> oneMore = send("one more");
        assertThat(oneMore).isCompletedExceptionally();
        assertThatThrownBy(oneMore::join).hasCauseInstanceOf(UnavailableException.class);
        producer.completeNext();
        assertThat(sent.getFirst()).isCompleted();
        CompletableFuture<EventHeaders> next = send("fits again");
        assertThat(next).isNotDone();
    }

    @Test
    void whatIsLargerThanItsTopicTakesIs413() {
        assertThatThrownBy(() -> publisher.publish(Topics.PROVISIONING_REQUESTS, "m", value("x".repeat(1 << 20))))
                .isInstanceOfSatisfying(Problem.class, problem -> {
                    assertThat(problem.status()).isEqualTo(413);
                    assertThat(problem.getMessage()).contains("1024 KiB", "provisioning.machine.requests");
                });
        assertThat(producer.history()).isEmpty();
        assertThat(waiting()).isZero();
    }

    private CompletableFuture<EventHeaders> send(String reason) {
        return publisher.send(Topics.PROVISIONING_REQUESTS, "m", value(reason));
    }

    private static MachineReleaseRequested value(String reason) {
        return MachineReleaseRequested.newBuilder()
                .setMachineId("m")
                .setReason(reason)
                .build();
    }

    private double waiting() {
        return meters.get("skerry.events.waiting").gauge().value();
    }
}
