package dev.skerry.appmanager.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.appmanager.rest.TrustedSchemas;
import dev.skerry.catalogue.Topics;
import dev.skerry.runtime.PoisonException;
import dev.skerry.runtime.UnavailableException;
import dev.skerry.schemas.apps.AppAccepted;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;

class TraceReaderTest {

    private static final Instant NOON = Instant.parse("2026-05-01T12:00:00Z");

    static {
        TrustedSchemas.trust();
    }

    private final TopicLog log = new TopicLog();

    @Test
    void tellsByKeyAndByChainInOrderOfTime() {
        log.add(Topics.MACHINE_EVENTS, "machine-1", "c1", 2);
        log.add(Topics.MACHINE_REQUESTS, "52:54:00:00:01:01", "c1", 1);
        log.add(Topics.CLUSTER_EVENTS, "small.copenhagen", "c1", 4);
        log.add(Topics.PROVISIONING_EVENTS, "machine-1", "c2", 3);
        log.add(Topics.CLUSTER_EVENTS, "small.copenhagen", "c2", 5);
        log.add(Topics.MACHINE_EVENTS, "machine-2", "c3", 1);

        Trace trace = reader(20, 100).trace(Set.of("52:54:00:00:01:01", "machine-1"));

        assertThat(trace.complete()).isTrue();
        assertThat(trace.items())
                .extracting(step -> step.time().getEpochSecond() - NOON.getEpochSecond() + " " + step.topic())
                .containsExactly(
                        "1 inventory.machine.requests",
                        "2 inventory.machine.events",
                        "3 provisioning.machine.events",
                        "4 clusters.cluster.events");
        assertThat(trace.items().getFirst().summary()).isEqualTo("AppAccepted a revision 1");
        assertThat(trace.items().getFirst().type()).isEqualTo("dev.skerry.schemas.apps.AppAccepted");
        assertThat(log.open).isZero();
    }

    @Test
    void inATopicOfItsOwnKindOthersOfTheChainDoNotCount() {
        log.add(Topics.CLUSTERING_REQUESTS, "small", "c1", 1);
        log.add(Topics.CLUSTER_EVENTS, "small.copenhagen", "c1", 2);
        log.add(Topics.CLUSTER_EVENTS, "small.boston", "c1", 2);

        assertThat(reader(20, 100).trace(Set.of("small.copenhagen")).items())
                .extracting(Trace.Step::key)
                .containsExactly("small", "small.copenhagen");
        assertThat(reader(20, 100).trace(Set.of("small")).items())
                .extracting(Trace.Step::key)
                .containsExactlyInAnyOrder("small", "small.copenhagen", "small.boston");
    }

    @Test
    void theNewestAreKeptWhenThereAreTooMany() {
        for (int i = 1; i <= 10; i++) {
            log.add(Topics.MACHINE_EVENTS, "machine-1", "c1", i);
        }
        Trace trace = reader(20, 3).trace(Set.of("machine-1"));
        assertThat(trace.complete()).isFalse();
        assertThat(trace.items()).extracting(Trace.Step::time).containsExactly(at(8), at(9), at(10));
    }

    @Test
    void whatCannotBeReadIsSaidAndTheRestGiven() {
        log.add(Topics.MACHINE_EVENTS, "machine-1", "c1", 1);
        log.poison(Topics.MACHINE_EVENTS, "machine-1", 2);
        assertThat(reader(20, 10).trace(Set.of("machine-1")).items())
                .extracting(Trace.Step::summary)
                .containsExactly("AppAccepted a revision 1", "cannot be read: not Avro");
    }

    @Test
    void whenTheTimeIsOverWhatIsThereIsGiven() {
        log.add(Topics.MACHINE_EVENTS, "machine-1", "c1", 1);
        Trace trace = reader(0, 10).trace(Set.of("machine-1"));
        assertThat(trace.complete()).isFalse();
        assertThat(trace.items()).isEmpty();
    }

    @Test
    void aBrokerThatIsAwayIsUnavailable() {
        TraceReader reader = new TraceReader(
                () -> {
                    throw new KafkaException("away");
                },
                "",
                TraceReaderTest::decode,
                Duration.ofSeconds(1),
                1);
        for (int i = 0; i < 10; i++) {
            assertThatThrownBy(() -> reader.trace(Set.of("x"))).isInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void nothingIsFoundOfWhatIsNotThere() {
        assertThat(reader(20, 10).trace(Set.of("nobody"))).isEqualTo(new Trace(List.of(), true));
    }

    private TraceReader reader(int seconds, int most) {
        return new TraceReader(log::consumer, "test.", TraceReaderTest::decode, Duration.ofSeconds(seconds), most);
    }

    private static SpecificRecord decode(byte[] bytes) {
        if (bytes.length == 0) {
            throw new PoisonException("not Avro");
        }
        return new AppAccepted("a", 1);
    }

    static Instant at(long second) {
        return NOON.plusSeconds(second);
    }
}
