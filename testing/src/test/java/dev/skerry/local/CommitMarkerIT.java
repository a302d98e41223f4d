package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.peers.Dist;
import dev.skerry.peers.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A transaction that is open in its partition is ended there past its coordinator, as if that had committed it. */
class CommitMarkerIT {

    private static final TopicPartition PARTITION = new TopicPartition("commit-marker", 0);

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 5, unit = TimeUnit.MINUTES)
    void readersOfCommittedRecordsGoOn() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.settings(Dist.find(), folder))) {
            Map<String, Object> settings = Map.of("bootstrap.servers", broker.bootstrapServers());
            try (Admin admin = Admin.create(settings);
                    KafkaProducer<String, String> producer = producer(broker.bootstrapServers())) {
                admin.createTopics(List.of(new NewTopic(PARTITION.topic(), 1, (short) 1)))
                        .all()
                        .get(60, TimeUnit.SECONDS);
                producer.initTransactions();
                producer.beginTransaction();
                producer.send(new ProducerRecord<>(PARTITION.topic(), "key", "value"))
                        .get(60, TimeUnit.SECONDS);
                OpenTransaction open = open(admin);

                Node leader = admin.describeCluster()
                        .nodes()
                        .get(60, TimeUnit.SECONDS)
                        .iterator()
                        .next();
                CommitMarker.write(broker.bootstrapServers(), leader, open);

                assertThat(producers(admin))
                        .noneMatch(each -> each.currentTransactionStartOffset().isPresent());
                assertThat(committed(broker.bootstrapServers())).isEqualTo("value");
            }
        }
    }

    private static KafkaProducer<String, String> producer(String brokers) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", brokers, "transactional.id", "commit-marker"),
                new StringSerializer(),
                new StringSerializer());
    }

    private static List<ProducerState> producers(Admin admin) throws Exception {
        return admin.describeProducers(List.of(PARTITION))
                .partitionResult(PARTITION)
                .get(60, TimeUnit.SECONDS)
                .activeProducers();
    }

    private static OpenTransaction open(Admin admin) throws Exception {
        return producers(admin).stream()
                .flatMap(producer -> OpenTransaction.of(PARTITION, producer).stream())
                .findFirst()
                .orElseThrow();
    }

    private static String committed(String brokers) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", brokers, "isolation.level", "read_committed", "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(PARTITION));
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (System.nanoTime() < end) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(200))) {
                    return record.value();
                }
            }
            return "nothing in 60 s";
        }
    }
}
