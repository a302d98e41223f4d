package dev.skerry.runtime;

import dev.skerry.catalogue.Topic;
import io.opentelemetry.api.trace.SpanKind;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.KafkaOperations;

/**
 * Publishes with an idempotent producer, whose delivery time limit is the door's. While the broker is away each event waits for that
 * long; beyond a number of waiting events the next ones are refused at once, so that they hold neither threads nor memory.
 */
final class KafkaEventPublisher implements EventPublisher {

    /** Events that may wait for the broker's acknowledgement. */
    static final int MOST_WAITING = 2_000;

    private final KafkaOperations<String, byte[]> kafka;
    private final RuntimeContext runtime;
    private final AtomicInteger waiting = new AtomicInteger();

    KafkaEventPublisher(KafkaOperations<String, byte[]> kafka, RuntimeContext runtime) {
        this.kafka = kafka;
        this.runtime = runtime;
        runtime.metrics().waiting(waiting);
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value) {
        return join(sent(topic, key, value, null));
    }

    @Override
    public EventHeaders publish(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        return join(sent(topic, key, value, cause));
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value) {
        return sent(topic, key, value, null);
    }

    @Override
    public CompletableFuture<EventHeaders> send(Topic topic, String key, SpecificRecord value, EventHeaders cause) {
        return sent(topic, key, value, cause);
    }

    private CompletableFuture<EventHeaders> sent(
            Topic topic, String key, SpecificRecord value, @Nullable EventHeaders cause) {
        String id = UUID.randomUUID().toString();
        String before = cause == null ? null : cause.traceparent();
        Activity activity = runtime.traces().begin(SpanKind.PRODUCER, "send", topic.name(), before, null);
        EventHeaders headers = new EventHeaders(
                id,
                value.getSchema().getFullName(),
                "/skerry/" + runtime.service(),
                Instant.now(),
                key,
                cause == null ? id : cause.correlationId(),
                cause == null ? id : cause.id(),
                activity.traceparent(before));
        activity.of(topic.name(), headers);
        if (waiting.incrementAndGet() > MOST_WAITING) {
            waiting.decrementAndGet();
            activity.failed("too many events wait");
            activity.end();
            return CompletableFuture.failedFuture(new UnavailableException(
                    MOST_WAITING + " events wait for the broker's acknowledgement already; try again", null));
        }
        return handedOver(topic, key, value, headers).handle((sent, failure) -> {
            waiting.decrementAndGet();
            if (failure != null) {
                activity.failed(failure.toString());
            }
            activity.end();
            if (failure != null) {
                throw refusal(topic, failure);
            }
            return headers;
        });
    }

    /** Never throws: what the producer says at once and what it says later are the same to a caller. */
    private CompletableFuture<?> handedOver(Topic topic, String key, SpecificRecord value, EventHeaders headers) {
        try {
            byte[] bytes = runtime.codec().encode(topic.name(), value);
            if (bytes.length > topic.maxValueBytes()) {
                throw tooLarge(topic);
            }
            ProducerRecord<String, byte[]> record = new ProducerRecord<>(runtime.prefix() + topic.name(), key, bytes);
            headers.to(record.headers());
            return kafka.send(record);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static RuntimeException refusal(Topic topic, Throwable failure) {
        Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof Problem problem) {
                return problem;
            }
            if (cause instanceof UnavailableException unavailable) {
                return unavailable;
            }
            if (cause instanceof RecordTooLargeException) {
                return tooLarge(topic);
            }
            if (cause instanceof IllegalStateException wrong) {
                return wrong;
            }
            cause = cause.getCause();
        }
        return new UnavailableException("the broker did not acknowledge; try again", failure);
    }

    private static Problem tooLarge(Topic topic) {
        return new Problem(
                413,
                "",
                "as an event this is larger than the " + (topic.maxMessageBytes() >> 10) + " KiB that " + topic
                        + " takes",
                "send less: keep large content in an image or a store that the workload fetches it from");
    }

    private static EventHeaders join(CompletableFuture<EventHeaders> sent) {
        try {
            return sent.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
