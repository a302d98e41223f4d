package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.inventory.MachineApprovalRequested;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a topic: one dead letter with its reason, nothing thrown, and the next record is judged. */
class HostileRecordsTopologyTest {

    private static final String TOPIC = Topics.PROVISIONING_REQUESTS.name();
    private static final String ID = "m-1";
    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 200);

    private final MemoryRegistry registry = new MemoryRegistry("");
    private final AvroCodec codec = new AvroCodec(registry.client(), "");
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    static Stream<DeciderTopology<?, ?, ?>> topologies() {
        return Stream.of(
                CountingDecider.topology().keyed(Topics.PROVISIONING_REQUESTS),
                CountingDecider.topology().single("fleet", Topics.PROVISIONING_REQUESTS));
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void eachIsOneDeadLetterThatSaysWhy(DeciderTopology<?, ?, ?> decider) {
        byte[] good = codec.encode(TOPIC, new MachineReleaseRequested(ID, "good", ""));
        try (TopologyTestDriver driver = driver(decider)) {
            refused(driver, ID, null, new RecordHeaders(), "value: empty");
            refused(driver, ID, new byte[0], new RecordHeaders(), "not Avro");
            refused(driver, null, good, new RecordHeaders(), "key: empty; the machine id is expected");
            refused(driver, "", good, new RecordHeaders(), "key: empty");
            refused(driver, "m-2", good, new RecordHeaders(), "key: is 'm-2'; write the machine id, 'm-1'");
            refused(driver, "m-1\0m-2", good, new RecordHeaders(), "key: has a control character");
            refused(driver, "m".repeat(5_000), good, new RecordHeaders(), "key: longer than 512");
            byte[] elsewhere =
                    codec.encode(Topics.MACHINE_REQUESTS.name(), new MachineApprovalRequested(ID, "somebody"));
            refused(driver, ID, elsewhere, new RecordHeaders(), "MachineApprovalRequested does not belong on " + TOPIC);
            refused(driver, ID, java.util.Arrays.copyOf(good, good.length + 1), new RecordHeaders(), "left over");
            refused(driver, ID, good, header("ce_id", "i".repeat(5_000)), "ce_id: longer than 512");
            refused(driver, ID, good, header("ce_correlationid", "i".repeat(5_000)), "ce_correlationid: longer");
            judged(driver, good);
        }
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void craftedHeadersNeitherLieAboutWhereARecordStoodNorStopAnything(DeciderTopology<?, ?, ?> decider) {
        byte[] bad = {1};
        byte[] good = codec.encode(TOPIC, new MachineReleaseRequested(ID, "good", ""));
        try (TopologyTestDriver driver = driver(decider)) {
            Headers headers = header("skerry-origin-topic", "nowhere");
            headers.add("skerry-origin-key", null);
            headers.add("skerry-origin-place", new byte[] {(byte) 0xff});
            headers.add(DeadLetter.REASON, "forged".getBytes(StandardCharsets.UTF_8));
            headers.add("ce_id", null);
            headers.add("ce_time", "+999999999-12-31T23:59:59Z".getBytes(StandardCharsets.UTF_8));
            headers.add("__TypeId__", "java.lang.Runtime".getBytes(StandardCharsets.UTF_8));
            headers.add("ce_type", new byte[] {(byte) 0xc3, 0x28});
            for (int i = 0; i < 1_000; i++) {
                headers.add("h" + i % 10, new byte[i % 7]);
            }
            TestRecord<byte[], byte[]> dead = refused(driver, ID, bad, headers, "not Avro");
            assertThat(header(dead, DeadLetter.TOPIC)).isEqualTo(TOPIC);
            assertThat(header(dead, DeadLetter.PLACE)).isEqualTo(TOPIC + "-0-0");
            assertThat(dead.headers().headers(DeadLetter.REASON)).hasSize(1);
            assertThat(dead.headers().headers("h1")).hasSize(100);
            assertThat(dead.headers().lastHeader("skerry-origin-topic")).isNull();
            judged(driver, good, headers);
        }
    }

    @ParameterizedTest
    @MethodSource("topologies")
    void mutatedRequestsAreJudgedOrRefusedButNeverLost(DeciderTopology<?, ?, ?> decider) {
        RandomRecords random = new RandomRecords(new Random(7));
        byte[] good = codec.encode(TOPIC, new MachineReleaseRequested(ID, "good", "somebody"));
        try (TopologyTestDriver driver = driver(decider)) {
            for (int i = 0; i < ROUNDS; i++) {
                send(driver, ID.getBytes(StandardCharsets.UTF_8), random.mutated(good), new RecordHeaders());
            }
            List<TestRecord<byte[], byte[]>> dead = dead(driver);
            assertThat(dead)
                    .hasSizeGreaterThan(ROUNDS / 2)
                    .allSatisfy(record ->
                            assertThat(header(record, DeadLetter.REASON)).isNotEmpty());
            assertThat(meters.get("skerry.dead.letters").counter().count()).isEqualTo(dead.size());
            // Those that are neither became the topic's other type, which this decider has no use for.
            assertThat(dead.size()
                            + meters.get("skerry.decider.inputs").counter().count())
                    .isBetween(0.9 * ROUNDS, 1.0 * ROUNDS);
            judged(driver, good);
        }
    }

    /** A dead letter stands where it is kept for its whole time, however old or new its writer said that it is. */
    @ParameterizedTest
    @MethodSource("topologies")
    void aDeadLetterHasTheTimeOfItsRefusal(DeciderTopology<?, ?, ?> decider) {
        try (TopologyTestDriver driver = driver(decider)) {
            driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer())
                    .pipeInput(new TestRecord<>(new byte[] {1}, new byte[] {1}, new RecordHeaders(), 0L));
            assertThat(dead(driver))
                    .singleElement()
                    .satisfies(record -> assertThat(record.timestamp()).isPositive());
        }
    }

    private TestRecord<byte[], byte[]> refused(
            TopologyTestDriver driver, @Nullable String key, byte @Nullable [] value, Headers headers, String reason) {
        send(driver, key == null ? null : key.getBytes(StandardCharsets.UTF_8), value, headers);
        List<TestRecord<byte[], byte[]>> dead = dead(driver);
        assertThat(dead).as(reason).hasSize(1);
        assertThat(header(dead.getFirst(), DeadLetter.REASON)).contains(reason);
        assertThat(dead.getFirst().value()).isEqualTo(value);
        return dead.getFirst();
    }

    private void judged(TopologyTestDriver driver, byte[] good) {
        judged(driver, good, new RecordHeaders());
    }

    private void judged(TopologyTestDriver driver, byte[] good, Headers headers) {
        send(driver, ID.getBytes(StandardCharsets.UTF_8), good, headers);
        driver.advanceWallClockTime(CountingDecider.QUIET);
        List<byte[]> told = new ArrayList<>();
        driver.createOutputTopic(TOPIC, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList()
                .forEach(record -> told.add(record.value()));
        assertThat(told).hasSize(1);
        assertThat(codec.decode(told.getFirst())).isInstanceOf(MachineRetryRequested.class);
        assertThat(dead(driver)).isEmpty();
    }

    private static void send(
            TopologyTestDriver driver, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(TOPIC, new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers));
    }

    private static List<TestRecord<byte[], byte[]>> dead(TopologyTestDriver driver) {
        return driver.createOutputTopic(
                        Topics.DEAD_LETTERS.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static Headers header(String name, String value) {
        Headers headers = new RecordHeaders();
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
        return headers;
    }

    private static String header(TestRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private TopologyTestDriver driver(DeciderTopology<?, ?, ?> decider) {
        StreamsBuilder builder = new StreamsBuilder();
        new ServiceTopology(new RuntimeContext("test", "", codec, new RuntimeMetrics(meters)), builder)
                .add(List.of(decider));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        return new TopologyTestDriver(builder.build(), settings, Instant.parse("2026-01-01T00:00:00Z"));
    }
}
