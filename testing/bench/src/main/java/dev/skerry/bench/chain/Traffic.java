package dev.skerry.bench.chain;

import dev.skerry.catalogue.Topics;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineAnnounced;
import dev.skerry.schemas.inventory.MachineDiscovered;
import dev.skerry.schemas.inventory.MachineLifecycleChanged;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Every committed record of the catalogue's topics between two moments. Topics of Kafka Streams' own, changelogs and repartitions, are not
 * among them.
 */
final class Traffic {

    private final List<ConsumerRecord<String, byte[]>> records;
    private final AvroCodec codec;

    private Traffic(List<ConsumerRecord<String, byte[]>> records, AvroCodec codec) {
        this.records = records;
        this.codec = codec;
    }

    /** Reads them. Records that are older or younger are left out. */
    static Traffic read(String broker, String registry, Instant from, Instant until) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", broker, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = Topics.ALL.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.name()).stream())
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (record.timestamp() >= from.toEpochMilli() && record.timestamp() <= until.toEpochMilli()) {
                        records.add(record);
                    }
                }
            }
        }
        return new Traffic(records, new AvroCodec(new RegistryClient(registry), ""));
    }

    int events() {
        return records.size();
    }

    Shape shape() {
        return Shape.of(records);
    }

    /**
     * One machine's chain.
     *
     * @param announced when its announcement was written
     * @param active when its record said ACTIVE
     * @param cluster that it belongs to
     */
    record Machine(Instant announced, Instant active, String cluster) {}

    /** The machines that were announced and became active. */
    List<Machine> machines() {
        Map<String, Instant> announced = new HashMap<>();
        Map<String, String> firstMac = new HashMap<>();
        Map<String, Machine> machines = new HashMap<>();
        each(MachineAnnounced.class, Topics.MACHINE_REQUESTS.name())
                .forEach(each ->
                        announced.merge(each.value().getMacs().getFirst(), each.at(), (a, b) -> a.isBefore(b) ? a : b));
        each(MachineDiscovered.class, Topics.MACHINE_EVENTS.name())
                .forEach(each -> firstMac.put(
                        each.value().getMachineId(), each.value().getMacs().getFirst()));
        for (Read<MachineLifecycleChanged> each : each(MachineLifecycleChanged.class, Topics.MACHINE_EVENTS.name())) {
            MachineLifecycleChanged change = each.value();
            Instant begun = announced.get(firstMac.getOrDefault(change.getMachineId(), ""));
            String cluster = change.getClusterId();
            if (change.getLifecycle() == Lifecycle.ACTIVE && begun != null && cluster != null) {
                machines.putIfAbsent(change.getMachineId(), new Machine(begun, each.at(), cluster));
            }
        }
        return List.copyOf(machines.values());
    }

    private record Read<T>(T value, Instant at) {}

    private <T extends SpecificRecord> List<Read<T>> each(Class<T> type, String topic) {
        return records.stream()
                .filter(record -> record.topic().equals(topic) && record.value() != null)
                .flatMap(record -> Optional.of(codec.decode(record.value()))
                        .filter(type::isInstance)
                        .map(value -> new Read<>(type.cast(value), Instant.ofEpochMilli(record.timestamp())))
                        .stream())
                .toList();
    }
}
