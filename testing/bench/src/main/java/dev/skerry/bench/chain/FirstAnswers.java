package dev.skerry.bench.chain;

import dev.skerry.catalogue.Topics;
import dev.skerry.cli.CommandException;
import dev.skerry.cli.command.DnsQuestion;
import dev.skerry.local.Endpoints;
import dev.skerry.registry.RegistryClient;
import dev.skerry.runtime.AvroCodec;
import dev.skerry.schemas.dns.RecordChanged;
import dev.skerry.schemas.dns.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import tools.jackson.databind.JsonNode;

/**
 * When DNS first answered with each cluster. It listens to the zone's changes, and as soon as a cluster is among a name's targets for
 * the first time, a user at the cluster's site asks for that name until the answer is one of the cluster's addresses.
 */
final class FirstAnswers implements AutoCloseable {

    private static final long PAUSE_MILLIS = 10;

    private final Endpoints endpoints;
    private final Map<String, String> prefixes;
    private final AvroCodec codec;
    private final Map<String, Boolean> asked = new ConcurrentHashMap<>();
    private final Map<String, Instant> answered = new ConcurrentHashMap<>();
    private final Thread thread;
    private volatile boolean running = true;

    private FirstAnswers(Endpoints endpoints, Map<String, String> prefixes) {
        this.endpoints = endpoints;
        this.prefixes = prefixes;
        this.codec = new AvroCodec(new RegistryClient(endpoints.registry()), "");
        this.thread = Thread.ofPlatform().name("first-answers").start(this::listen);
    }

    /** Begins to listen. @param prefixes of each site's users, CIDR */
    static FirstAnswers listen(Endpoints endpoints, Map<String, String> prefixes) {
        return new FirstAnswers(endpoints, prefixes);
    }

    /** By cluster. */
    Map<String, Instant> answered() {
        return Map.copyOf(answered);
    }

    private void listen() {
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", endpoints.broker(), "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.RECORD_EVENTS.name()).stream()
                    .map(each -> new TopicPartition(each.topic(), each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (running) {
                consumer.poll(Duration.ofMillis(100)).forEach(this::changed);
            }
        }
    }

    private void changed(ConsumerRecord<String, byte[]> record) {
        if (codec.decode(record.value()) instanceof RecordChanged change) {
            for (Target target : change.getTargets()) {
                if (asked.put(target.getClusterId(), true) == null) {
                    Thread.ofVirtual().start(() -> ask(change.getName(), target));
                }
            }
        }
    }

    private void ask(String name, Target target) {
        DnsQuestion question = new DnsQuestion(endpoints.dns(), endpoints.zone(), false);
        Optional<String> prefix = Optional.ofNullable(prefixes.get(target.getSite()));
        String type = target.getAddresses().getFirst().contains(":") ? "AAAA" : "A";
        while (running) {
            try {
                for (JsonNode answer : question.ask(name, type, prefix).path("answers")) {
                    if (target.getAddresses().contains(answer.path("data").asString(""))) {
                        answered.put(target.getClusterId(), Instant.now());
                        return;
                    }
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            } catch (CommandException unanswered) {
                // Asked again.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        running = false;
        thread.join(Duration.ofSeconds(10));
    }
}
