package dev.skerry.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.peers.Dist;
import dev.skerry.peers.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real broker and Kafka Streams name the same tasks and the same threads for what is assigned and what runs. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class MissedAssignmentIT {

    private static final String GROUP = "missed-assignment-test";

    @TempDir
    Path folder;

    @Test
    void whatIsAssignedIsWhatRuns() throws Exception {
        try (KafkaBroker broker = KafkaBroker.start(KafkaBroker.settings(Dist.find(), folder.resolve("broker")));
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("missed-input", 4, (short) 1)))
                    .all()
                    .get();
            StreamsBuilder builder = new StreamsBuilder();
            builder.stream("missed-input", Consumed.with(Serdes.String(), Serdes.String()))
                    .foreach((key, value) -> {});
            Properties settings = new Properties();
            settings.put(StreamsConfig.APPLICATION_ID_CONFIG, GROUP);
            settings.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers());
            settings.put(
                    StreamsConfig.STATE_DIR_CONFIG, folder.resolve("streams").toString());
            settings.put(StreamsConfig.GROUP_PROTOCOL_CONFIG, "streams");
            try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
                streams.start();
                Awaitility.await()
                        .atMost(Duration.ofMinutes(1))
                        .untilAsserted(() -> assertThat(MissedAssignment.owned(streams.metadataForLocalThreads()))
                                .hasSize(4)
                                .isEqualTo(MissedAssignment.assigned(MissedAssignment.describe(admin, GROUP))));
            }
        }
    }
}
