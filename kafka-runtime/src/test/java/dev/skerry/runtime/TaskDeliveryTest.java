package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TaskDeliveryTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits = new Semaphore(4);
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final CountDownLatch slow = new CountDownLatch(1);
    private final Consumer consumer = new Consumer();

    /** One delivery in explicit mode; tells what is acknowledged and committed. */
    private final class Consumer extends MockShareConsumer<String, byte[]> {
        private final List<ConsumerRecord<String, byte[]>> next = new ArrayList<>();
        private int open;

        @Override
        public synchronized ConsumerRecords<String, byte[]> poll(Duration timeout) {
            assertThat(open).as("all of the last delivery must be acknowledged").isZero();
            open = next.size();
            var given = new ConsumerRecords<>(Map.of(new TopicPartition("tasks", 0), List.copyOf(next)), Map.of());
            next.clear();
            return given;
        }

        @Override
        public synchronized void acknowledge(ConsumerRecord<String, byte[]> record, AcknowledgeType type) {
            open--;
            told.add(record.key() + " " + type.name());
        }

        @Override
        public synchronized void commitAsync() {
            told.add("commit");
        }

        @Override
        public synchronized Map<TopicIdPartition, Optional<KafkaException>> commitSync() {
            told.add("done");
            return Map.of();
        }
    }

    private final class Work implements TaskDelivery.Work {
        @Override
        public AcknowledgeType carryOut(ConsumerRecord<String, byte[]> record) {
            switch (record.key()) {
                case "slow" -> await();
                case "broken" -> throw new IllegalStateException("broken");
                default -> {}
            }
            return AcknowledgeType.ACCEPT;
        }

        private void await() {
            try {
                slow.await();
            } catch (InterruptedException e) {
                told.add("interrupted");
            }
        }

        @Override
        public AcknowledgeType failed(ConsumerRecord<String, byte[]> record, String reason, Throwable cause) {
            told.add(reason);
            return AcknowledgeType.RELEASE;
        }
    }

    @AfterEach
    void stop() {
        slow.countDown();
        hands.shutdownNow();
    }

    @Test
    void eachTaskIsAcknowledgedAsItEndsAndASlowOneIsToldOf() throws Exception {
        give("slow", "quick");
        var delivery = hands.submit(() -> {
            delivery(LONG).next();
            return null;
        });
        assertThat(told()).isEqualTo("quick ACCEPT");
        assertThat(told()).isEqualTo("commit");
        assertThat(told()).isEqualTo("held up");
        assertThat(permits.availablePermits()).as("of four, one runs").isEqualTo(3);
        slow.countDown();
        assertThat(told()).isEqualTo("slow ACCEPT");
        assertThat(told()).isEqualTo("commit");
        assertThat(told()).isEqualTo("done");
        delivery.get();
        assertThat(permits.availablePermits()).isEqualTo(4);
    }

    @Test
    void aTaskThatThrowsIsReleased() throws Exception {
        give("broken");
        delivery(LONG).next();
        assertThat(told).containsExactly("java.lang.IllegalStateException: broken", "broken RELEASE", "commit", "done");
    }

    @Test
    void aTaskThatTakesTooLongIsInterruptedAndReleased() throws Exception {
        give("slow");
        delivery(Duration.ofMillis(50)).next();
        var heard = new ArrayList<String>();
        while (!heard.contains("done") || !heard.contains("interrupted")) {
            heard.add(told());
        }
        assertThat(heard).contains("took longer than PT0.05S", "slow RELEASE").doesNotContain("held up");
        assertThat(permits.tryAcquire(4, 10, TimeUnit.SECONDS))
                .as("its place is free again")
                .isTrue();
    }

    @Test
    void moreTasksThanWereAskedForDoNotRunBeyondThePermits() throws Exception {
        give("a", "b", "c", "d");
        delivery(LONG).next();
        assertThat(told).filteredOn(each -> each.endsWith("ACCEPT")).hasSize(4);
        assertThat(permits.availablePermits()).isEqualTo(4);
    }

    @Test
    void withoutPlacesNothingIsTaken() throws Exception {
        permits.acquire(3);
        give("a");
        delivery(LONG).next();
        assertThat(told).isEmpty();
        assertThat(permits.availablePermits()).isEqualTo(1);
    }

    private TaskDelivery delivery(Duration limit) {
        return new TaskDelivery(consumer, new Work(), hands, permits, 2, limit, () -> told.add("held up"));
    }

    private void give(String... keys) {
        for (String key : keys) {
            consumer.next.add(new ConsumerRecord<>("tasks", 0, consumer.next.size(), key, new byte[0]));
        }
    }

    private String told() throws InterruptedException {
        String next = told.poll(20, TimeUnit.SECONDS);
        assertThat(next).isNotNull();
        return next;
    }
}
