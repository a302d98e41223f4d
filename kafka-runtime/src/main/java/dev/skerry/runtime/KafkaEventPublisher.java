package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;

/** Publishes with an idempotent producer, whose delivery time limit is the door's. */
final class KafkaEventPublisher implements EventPublisher {

    private final KafkaOperations<String, byte[]> kafka;
    private final RuntimeContext runtime;

    KafkaEventPublisher(KafkaOperations<String, byte[]> kafka, RuntimeContext runtime) {
        this.kafka = kafka;
        this.runtime = runtime;
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value) {
        return join(send(topic, key, value, null));
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        return join(send(topic, key, value, cause));
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value) {
        return send(topic, key, value, null);
    }

    private CompletableFuture<EventHeaders> send(
            Topic topic, String key, SpecificRecord value, @Nullable EventHeaders cause) {
        String id = UUID.randomUUID().toString();
        EventHeaders headers = new EventHeaders(
                id,
                value.getSchema().getFullName(),
                "/skerry/" + runtime.service(),
                Instant.now(),
                key,
                cause == null ? id : cause.correlationId(),
                cause == null ? id : cause.id(),
                cause == null ? null : cause.traceparent());
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(
                runtime.prefix() + topic.name(), key, runtime.codec().encode(topic.name(), value));
        headers.to(record.headers());
        return kafka.send(record).handle((sent, failure) -> {
            if (failure != null && rootCause(failure) instanceof RecordTooLargeException) {
                throw new Problem(
                        413,
                        "",
                        "as a record for " + topic + " it is larger than " + topic.mostBytes() + " bytes",
                        "make it smaller");
            }
            if (failure != null) {
                throw new UnavailableException("the broker did not acknowledge; try again", failure);
            }
            return headers;
        });
    }

    private static EventHeaders join(CompletableFuture<EventHeaders> sent) {
        try {
            return sent.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UnavailableException unavailable) {
                throw unavailable;
            }
            if (e.getCause() instanceof Problem problem) {
                throw problem;
            }
            throw e;
        }
    }

    private static Throwable rootCause(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
