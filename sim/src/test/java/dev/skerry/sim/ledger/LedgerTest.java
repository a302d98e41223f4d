package dev.skerry.sim.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.agent.cluster.ClusterRuntime;
import dev.skerry.agent.cluster.Observation;
import dev.skerry.agent.cluster.Placement;
import dev.skerry.agent.cluster.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class LedgerTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aLaterRunGoesOnAfterALineThatAKillCutShort() throws IOException {
        try (var ledger = open()) {
            ledger.imageWritten("cph-1", "n1");
        }
        Files.writeString(file(), "{\"at\":1,\"kind\":\"image-wr", StandardOpenOption.APPEND);
        try (var ledger = open()) {
            ledger.tokenClaimed("cph-1", "n1");
        }
        var lines = Files.readAllLines(file());
        assertThat(lines).hasSize(3);
        assertThat(JSON.readTree(lines.getFirst()).path("kind").asString()).isEqualTo("image-written");
        assertThat(JSON.readTree(lines.getLast()).path("nonce").asString()).isEqualTo("n1");
    }

    @Test
    void anInterruptedMachineStillWritesItsLine() throws IOException {
        try (var ledger = open()) {
            Thread.currentThread().interrupt();
            ledger.diskWiped("cph-1", "n1");
            assertThat(Thread.interrupted()).isTrue();
            ledger.diskWiped("cph-1", "n2");
        }
        assertThat(Files.readAllLines(file())).hasSize(2);
    }

    @Test
    void whatIsThereAlreadyIsNotToldAgain() throws IOException {
        try (var ledger = open()) {
            var runtime = new RecordedRuntime("small.copenhagen", new Nothing(), ledger);
            runtime.apply(placement(1));
            runtime.apply(placement(1));
            runtime.apply(placement(2));
            runtime.remove("acme/shop");
            runtime.remove("acme/shop");
            runtime.apply(placement(2));
        }
        assertThat(Files.readAllLines(file()))
                .extracting(line -> JSON.readTree(line).path("kind").asString() + " "
                        + JSON.readTree(line).path("revision").asInt(0))
                .containsExactly("object-applied 1", "object-applied 2", "object-removed 0", "object-applied 2");
    }

    private Ledger open() throws IOException {
        return Ledger.at(file());
    }

    private Path file() {
        return folder.resolve("ledger.jsonl");
    }

    private static Placement placement(int revision) {
        return new Placement("acme/shop", revision, 3, new Resources(500, 512, 1), List.of());
    }

    private static final class Nothing implements ClusterRuntime {

        @Override
        public void apply(Placement placement) {
            // Taken.
        }

        @Override
        public void remove(String app) {
            // Gone.
        }

        @Override
        public Observation observe() {
            return new Observation(Resources.NONE, Resources.NONE, List.of(), 0, Map.of());
        }

        @Override
        public void onChange(Runnable listener) {
            // Nothing changes.
        }
    }
}
