package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topic;
import dev.skerry.catalogue.Topics;
import dev.skerry.schemas.provisioning.MachineReleaseRequested;
import dev.skerry.schemas.provisioning.MachineRetryRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeciderProcessorTopologyTest {

    private static final String PREFIX = "t1.";
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String ID = "m-1";

    private final MemoryRegistry registry = new MemoryRegistry(PREFIX);
    private final AvroCodec codec = new AvroCodec(registry.client(), PREFIX);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void stop() {
        registry.close();
    }

    @Test
    void countsAndTellsAtTheDeadlineWithTheCorrelationOfTheCause() {
        try (TopologyTestDriver driver = keyed()) {
            send(driver, "one");
            send(driver, "two");
            driver.advanceWallClockTime(CountingDecider.QUIET.minusSeconds(1));
            assertThat(told(driver)).isEmpty();

            driver.advanceWallClockTime(Duration.ofSeconds(2));
            List<TestRecord<String, byte[]>> told = told(driver);
            assertThat(told).hasSize(1);
            assertThat(codec.decode(told.getFirst().value())).isEqualTo(new MachineRetryRequested(ID, "count 2"));
            assertThat(header(told.getFirst().headers(), "ce_correlationid")).isEqualTo("id-two");
            assertThat(header(told.getFirst().headers(), "ce_source")).isEqualTo("/skerry/test");
            assertThat(header(told.getFirst().headers(), "ce_type")).isEqualTo(MachineRetryRequested.class.getName());

            driver.advanceWallClockTime(Duration.ofHours(1));
            assertThat(told(driver)).as("a deadline is over once").isEmpty();
        }
    }

    @Test
    void aDeadlineIsNotJudgedByAClockThatIsAheadOfTheRecordsThatWait() {
        try (TopologyTestDriver driver = keyed()) {
            send(driver, "one", START);
            driver.advanceWallClockTime(CountingDecider.QUIET.minusSeconds(1));
            send(driver, "other", "m-2", START.plusSeconds(1));
            driver.advanceWallClockTime(Duration.ofSeconds(3));
            assertThat(told(driver))
                    .as("what was written since may be still unread")
                    .isEmpty();

            send(driver, "other", "m-2", START.plusSeconds(11));
            driver.advanceWallClockTime(Duration.ofMillis(100));
            assertThat(told(driver)).as("all that was written in time is read").hasSize(1);
        }
    }

    @Test
    void whenNoRecordComesTheClockIsRight() {
        try (TopologyTestDriver driver = keyed()) {
            driver.advanceWallClockTime(Duration.ofMinutes(1));
            send(driver, "one", START);
            driver.advanceWallClockTime(CountingDecider.QUIET);
            assertThat(told(driver)).hasSize(1);
        }
    }

    @Test
    void aReplayYieldsTheSameIds() {
        assertThat(idOfFirstTold()).isEqualTo(idOfFirstTold()).hasSize(36);
    }

    @Test
    void whatCannotBeUnderstoodGoesToTheDeadLettersAndTheNextRecordIsJudged() {
        try (TopologyTestDriver driver = keyed()) {
            raw(driver, "no avro".getBytes(StandardCharsets.UTF_8));
            raw(driver, new byte[] {0, 0, 0, 99, 99, 1});
            raw(driver, new byte[] {0, 0});
            byte[] cut = codec.encode(Topics.PROVISIONING_REQUESTS.name(), new MachineReleaseRequested(ID, "x", "y"));
            raw(driver, java.util.Arrays.copyOf(cut, cut.length - 2));
            send(driver, "good");

            List<TestRecord<String, byte[]>> dead = dead(driver);
            assertThat(dead).hasSize(4);
            assertThat(dead.getFirst().value()).isEqualTo("no avro".getBytes(StandardCharsets.UTF_8));
            assertThat(reason(dead.getFirst())).contains("not Avro");
            assertThat(reason(dead.get(1))).contains("no schema with id");
            assertThat(header(dead.getFirst().headers(), DeadLetter.CONSUMER)).isEqualTo("test/counting");
            assertThat(header(dead.getFirst().headers(), DeadLetter.TOPIC))
                    .isEqualTo(PREFIX + Topics.PROVISIONING_REQUESTS.name());
            driver.advanceWallClockTime(CountingDecider.QUIET);
            assertThat(told(driver)).hasSize(1);
            assertThat(meters.get("skerry.dead.letters").counter().count()).isEqualTo(4);
        }
    }

    @Test
    void refusalsBadFieldsAndBrokenDecidersBecomeDeadLettersWithTheReasonAndLeaveTheStateAsItWas() {
        try (TopologyTestDriver driver = keyed()) {
            send(driver, "one");
            send(driver, "refuse");
            send(driver, "");
            send(driver, "break");
            send(driver, "two");

            assertThat(dead(driver))
                    .extracting(DeciderProcessorTopologyTest::reason)
                    .satisfiesExactly(
                            refused -> assertThat(refused).isEqualTo("reason: not like this"),
                            field -> assertThat(field).contains("say why"),
                            broken -> assertThat(broken).contains("internal error", "broken decider"));
            driver.advanceWallClockTime(CountingDecider.QUIET);
            assertThat(codec.decode(told(driver).getFirst().value()))
                    .isEqualTo(new MachineRetryRequested(ID, "count 2"));
        }
    }

    @Test
    void aRekeyedRecordReachesItsAggregateAndPoisonDoesNot() {
        DeciderTopology<?, ?, ?> single = CountingDecider.topology().single("fleet", Topics.PROVISIONING_REQUESTS);
        try (TopologyTestDriver driver = driver(single)) {
            send(driver, "one");
            raw(driver, new byte[] {7});
            send(driver, "refuse");
            driver.advanceWallClockTime(CountingDecider.QUIET);

            assertThat(codec.decode(told(driver).getFirst().value()))
                    .isEqualTo(new MachineRetryRequested("fleet", "count 1"));
            assertThat(dead(driver)).hasSize(2).allSatisfy(record -> {
                assertThat(record.key()).isEqualTo(ID);
                assertThat(header(record.headers(), DeadLetter.TOPIC))
                        .isEqualTo(PREFIX + Topics.PROVISIONING_REQUESTS.name());
            });
        }
    }

    private String idOfFirstTold() {
        try (TopologyTestDriver driver = keyed()) {
            send(driver, "one");
            driver.advanceWallClockTime(CountingDecider.QUIET);
            return header(told(driver).getFirst().headers(), "ce_id");
        }
    }

    private TopologyTestDriver keyed() {
        return driver(CountingDecider.topology().keyed(Topics.PROVISIONING_REQUESTS));
    }

    private TopologyTestDriver driver(DeciderTopology<?, ?, ?> decider) {
        StreamsBuilder builder = new StreamsBuilder();
        RuntimeContext context = new RuntimeContext("test", PREFIX, codec, new RuntimeMetrics(meters));
        new ServiceTopology(context, builder).add(List.of(decider));
        Properties settings = new Properties();
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, PREFIX + "test");
        return new TopologyTestDriver(builder.build(), settings, START);
    }

    private void send(TopologyTestDriver driver, String reason) {
        send(driver, reason, START);
    }

    private void send(TopologyTestDriver driver, String reason, Instant written) {
        send(driver, reason, ID, written);
    }

    private void send(TopologyTestDriver driver, String reason, String id, Instant written) {
        byte[] value = codec.encode(Topics.PROVISIONING_REQUESTS.name(), new MachineReleaseRequested(id, reason, ""));
        TestRecord<String, byte[]> record = new TestRecord<>(id, value, written);
        record.headers().add("ce_id", ("id-" + reason).getBytes(StandardCharsets.UTF_8));
        input(driver).pipeInput(record);
    }

    private static void raw(TopologyTestDriver driver, byte[] value) {
        input(driver).pipeInput(ID, value);
    }

    private static TestInputTopic<String, byte[]> input(TopologyTestDriver driver) {
        return driver.createInputTopic(
                PREFIX + Topics.PROVISIONING_REQUESTS.name(), new StringSerializer(), new ByteArraySerializer());
    }

    /** What was told; the test decider tells on the topic that it reads, and passes over its own records. */
    private static List<TestRecord<String, byte[]>> told(TopologyTestDriver driver) {
        return output(driver, Topics.PROVISIONING_REQUESTS);
    }

    private static List<TestRecord<String, byte[]>> dead(TopologyTestDriver driver) {
        return output(driver, Topics.DEAD_LETTERS);
    }

    private static List<TestRecord<String, byte[]>> output(TopologyTestDriver driver, Topic topic) {
        TestOutputTopic<String, byte[]> output =
                driver.createOutputTopic(PREFIX + topic.name(), new StringDeserializer(), new ByteArrayDeserializer());
        return output.readRecordsToList();
    }

    private static String reason(TestRecord<String, byte[]> record) {
        return header(record.headers(), DeadLetter.REASON);
    }

    private static String header(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
