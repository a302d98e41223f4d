package dev.skerry.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.catalogue.Topics;
import dev.skerry.local.SecuredFleet;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * The chain from a MAC to a DNS answer with a broker that refuses whatever the services' KafkaUsers may not: topologies with their internal
 * topics and transactions, task workers, doors and read models find every right that they need, and ask for no other.
 */
class SecuredChainIT {

    @TempDir
    private static Path folder;

    @Test
    void theChainRunsOverMutualTlsUnderTheServicesAclsAndNothingIsRefused() throws Exception {
        SecuredFleet.Started started = SecuredFleet.start(Installation.home(), folder.resolve("fleet"));
        try (Installation installation = Installation.beside(started.fleet(), started.endpoints(), folder)) {
            assertThat(installation.applyWorld()).isEmpty();
            installation.await(
                    "all machines are active",
                    "summary",
                    summary -> summary.path("machines").path("ACTIVE").asInt(0) == 12);
            installation.await(
                    "all apps are available",
                    "summary",
                    summary -> summary.path("apps").path("AVAILABLE").asInt(0) == 6);
            installation.awaitDns();

            assertThat(installation.api().get("traces/cph-1").path("items").size())
                    .isGreaterThan(10);
            byte[] bytes = "no Avro".getBytes(StandardCharsets.US_ASCII);
            new RawTopics(installation.endpoints().broker())
                    .write(List.of(new ProducerRecord<>(Topics.DEPLOYMENT_REQUESTS.name(), bytes, bytes)));
            JsonNode listed = installation.await(
                    "the dead letter",
                    "dead-letters",
                    list -> list.path("items").size() == 1);
            installation
                    .api()
                    .post(
                            "dead-letters/" + listed.at("/items/0/id").asString() + "/replay",
                            JsonNodeFactory.instance.objectNode());
            installation.await(
                    "the dead letter of its replay",
                    "dead-letters",
                    list -> list.path("items").size() == 2);
            assertThat(started.fleet().refused()).isEmpty();
        }
    }
}
