package dev.skerry.runtime;

import io.opentelemetry.context.Scope;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC.MDCCloseable;
import org.springframework.kafka.core.KafkaOperations;

/** What becomes of one delivery of a task. */
final class TaskExecution<T extends SpecificRecord> implements TaskDelivery.Work {

    private static final Logger LOG = LoggerFactory.getLogger(TaskExecution.class);
    private static final int DELIVERIES = 5;

    private final Tasks<T> tasks;
    private final RuntimeContext runtime;
    private final KafkaOperations<String, byte[]> kafka;
    private final String group;
    private final Intake intake;
    private final AtomicInteger running = new AtomicInteger();

    TaskExecution(Tasks<T> tasks, RuntimeContext runtime, KafkaOperations<String, byte[]> kafka, String group) {
        this.tasks = tasks;
        this.runtime = runtime;
        this.kafka = kafka;
        this.group = group;
        this.intake = new Intake(runtime.codec(), runtime.prefix());
        runtime.metrics().tasksRunning(tasks.topic().name(), running::get);
    }

    @Override
    public AcknowledgeType carryOut(ConsumerRecord<String, byte[]> record) {
        String topic = tasks.topic().name();
        running.incrementAndGet();
        try {
            Received received = intake.read(Arrival.at(
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    record.key(),
                    record.value(),
                    record.headers(),
                    record.timestamp()));
            handle(tasks.type().cast(received.record()), received.headers());
            runtime.metrics().tasks(topic, "done").increment();
            return AcknowledgeType.ACCEPT;
        } catch (PoisonException | ClassCastException e) {
            return deadLetter(record, String.valueOf(e.getMessage()));
        } finally {
            running.decrementAndGet();
        }
    }

    private void handle(T task, EventHeaders order) {
        Activity activity = runtime.traces()
                .consume("carry out", tasks.topic().name(), order.traceparent())
                .of(tasks.topic().name(), order);
        try (MDCCloseable mdc = Correlation.of(order.correlationId());
                Scope scope = activity.context().makeCurrent()) {
            tasks.handler().handle(task, order.in(activity.traceparent(order.traceparent())));
        } catch (RuntimeException | Error e) {
            activity.failed(e.toString());
            throw e;
        } finally {
            activity.end();
        }
    }

    /** There will be another delivery, unless this was the last. */
    @Override
    public AcknowledgeType failed(ConsumerRecord<String, byte[]> record, String reason, Throwable cause) {
        LOG.warn("{}: a task for {} failed: {}", group, record.key(), reason, cause);
        runtime.metrics().tasks(tasks.topic().name(), "failed").increment();
        boolean last = record.deliveryCount().map(count -> count >= DELIVERIES).orElse(false);
        return last
                ? deadLetter(record, "failed " + DELIVERIES + " times, at last: " + reason)
                : AcknowledgeType.RELEASE;
    }

    private AcknowledgeType deadLetter(ConsumerRecord<String, byte[]> record, String reason) {
        String place = record.topic() + "-" + record.partition() + "-" + record.offset();
        runtime.metrics().deadLetters(group).increment();
        kafka.send(new ProducerRecord<>(
                        DeadLetter.topic(runtime.prefix()),
                        null,
                        record.key(),
                        record.value(),
                        DeadLetter.headers(record.headers(), record.topic(), place, group, reason)))
                .join();
        return AcknowledgeType.REJECT;
    }
}
