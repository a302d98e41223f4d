package dev.skerry.runtime;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;

/**
 * The tasks that one consumer was given at once: side by side on virtual threads, each acknowledged as it ends. The consumer is given
 * no others before all of them have ended (explicit mode of KIP-932, and RENEW of KIP-1222 does not change that), so it says when they
 * hold it up.
 */
final class TaskDelivery {

    private static final Duration POLL = Duration.ofMillis(500);

    /** Longer than most tasks take. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private final ShareConsumer<String, byte[]> consumer;
    private final Work work;
    private final ExecutorService hands;
    private final Semaphore permits;
    private final int atOnce;
    private final Duration timeLimit;
    private final Runnable heldUp;
    private final BlockingQueue<Ended> ended = new LinkedBlockingQueue<>();
    private final Map<ConsumerRecord<String, byte[]>, Future<?>> running = new LinkedHashMap<>();

    /** What is done with a task. */
    interface Work {

        /** Carries it out; may block. */
        AcknowledgeType carryOut(ConsumerRecord<String, byte[]> record);

        /** It came to nothing. */
        AcknowledgeType failed(ConsumerRecord<String, byte[]> record, String reason, Throwable cause);
    }

    private record Ended(ConsumerRecord<String, byte[]> record, AcknowledgeType how) {}

    /**
     * @param permits one for each task that may run, of all consumers together
     * @param atOnce how many tasks this consumer is given, at most
     * @param timeLimit how long a task may take
     * @param heldUp told when a task keeps the consumer from taking others, once a delivery
     */
    TaskDelivery(
            ShareConsumer<String, byte[]> consumer,
            Work work,
            ExecutorService hands,
            Semaphore permits,
            int atOnce,
            Duration timeLimit,
            Runnable heldUp) {
        this.consumer = consumer;
        this.work = work;
        this.hands = hands;
        this.permits = permits;
        this.atOnce = atOnce;
        this.timeLimit = timeLimit;
        this.heldUp = heldUp;
    }

    /** Takes a delivery, if there is one soon, and returns when all of it is acknowledged. */
    void next() throws InterruptedException {
        if (!permits.tryAcquire(atOnce, POLL.toMillis(), TimeUnit.MILLISECONDS)) {
            return;
        }
        int spare = atOnce;
        try {
            for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                if (spare > 0) {
                    spare--;
                } else {
                    permits.acquireUninterruptibly();
                }
                running.put(record, hands.submit(() -> carryOut(record)));
            }
        } finally {
            permits.release(spare);
        }
        if (!running.isEmpty()) {
            finish();
        }
    }

    private void finish() throws InterruptedException {
        long begun = System.nanoTime();
        boolean told = false;
        while (!running.isEmpty()) {
            Duration until = told || PATIENCE.compareTo(timeLimit) > 0 ? timeLimit : PATIENCE;
            Ended next = ended.poll(begun + until.toNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (next != null) {
                acknowledge(next);
            } else if (until.equals(timeLimit)) {
                giveUp();
            } else {
                told = true;
                heldUp.run();
            }
        }
        consumer.commitSync();
    }

    private void acknowledge(Ended first) {
        for (Ended each = first; each != null; each = ended.poll()) {
            running.remove(each.record());
            consumer.acknowledge(each.record(), each.how());
        }
        consumer.commitAsync();
    }

    /** Whoever still runs is interrupted, and not listened to any more. */
    private void giveUp() {
        TimeoutException late = new TimeoutException();
        running.forEach((record, task) -> {
            task.cancel(true);
            consumer.acknowledge(record, work.failed(record, "took longer than " + timeLimit, late));
        });
        running.clear();
    }

    private void carryOut(ConsumerRecord<String, byte[]> record) {
        AcknowledgeType how;
        try {
            how = work.carryOut(record);
        } catch (RuntimeException | Error e) {
            how = work.failed(record, String.valueOf(e), e);
        } finally {
            permits.release();
        }
        ended.add(new Ended(record, how));
    }
}
