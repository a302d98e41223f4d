package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaOperations;

/** However the broker's absence shows, a door is to answer 503 and not 500. */
class KafkaEventPublisherTest {

    private static final MachineReleaseRequested REQUEST = new MachineReleaseRequested("m1", "x", "y");

    private final MemoryRegistry registry = new MemoryRegistry("");

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void aBrokerThatDoesNotAcknowledgeIsUnavailable() {
        EventPublisher publisher = publisher(() -> CompletableFuture.failedFuture(new TimeoutException("no answer")));
        assertThatThrownBy(() -> publisher.publish(Topics.PROVISIONING_REQUESTS, "m1", REQUEST))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void aBrokerThatWasNeverFoundIsUnavailableToo() {
        EventPublisher publisher = publisher(() -> {
            throw new org.springframework.kafka.KafkaException("Send failed", new TimeoutException("no metadata"));
        });
        assertThatThrownBy(() -> publisher.publish(Topics.PROVISIONING_REQUESTS, "m1", REQUEST))
                .isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> publisher
                        .send(Topics.PROVISIONING_REQUESTS, "m1", REQUEST)
                        .join())
                .hasCauseInstanceOf(UnavailableException.class);
    }

    @SuppressWarnings("unchecked")
    private EventPublisher publisher(Callable<CompletableFuture<Object>> send) {
        KafkaOperations<String, byte[]> kafka = (KafkaOperations<String, byte[]>) Proxy.newProxyInstance(
                KafkaOperations.class.getClassLoader(),
                new Class<?>[] {KafkaOperations.class},
                (proxy, method, arguments) -> send.call());
        return new KafkaEventPublisher(
                kafka,
                new RuntimeContext(
                        "test",
                        "",
                        new AvroCodec(registry.client(), ""),
                        new RuntimeMetrics(new SimpleMeterRegistry())));
    }
}
