package dev.skerry.appmanager.rest.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.appmanager.rest.Samples;
import dev.skerry.schemas.clusters.Node;
import dev.skerry.schemas.clusters.NodePhase;
import dev.skerry.schemas.clusters.NodeRole;
import dev.skerry.schemas.inventory.Disk;
import dev.skerry.schemas.inventory.Facts;
import dev.skerry.schemas.inventory.Lifecycle;
import dev.skerry.schemas.inventory.MachineState;
import dev.skerry.schemas.runtime.Stored;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AvroJsonTest {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    @Test
    void aRecordOfEveryKindOfField() {
        MachineState machine = MachineState.newBuilder(
                        Samples.machine("id-1", "cph-1", "52:54:00:00:01:01", Lifecycle.ACTIVE))
                .setLabels(Map.of("b", "2", "a", "1"))
                .setFacts(Facts.newBuilder()
                        .setArchitecture("x86_64")
                        .setCpuCores(8)
                        .setMemoryMiB(16384)
                        .setDisks(List.of(new Disk("sda", 1L << 40, null, null, null, null)))
                        .build())
                .build();
        JsonNode json = AvroJson.tree(machine);
        assertThat(json.toString()).isEqualTo("""
                {"machineId":"id-1","name":"cph-1","macs":["52:54:00:00:01:01"],"site":"copenhagen","source":"API",\
                "labels":{"a":"1","b":"2"},"lifecycle":"ACTIVE","reason":"","facts":{"architecture":"x86_64","cpuCores":8,\
                "memoryMiB":16384,"disks":[{"name":"sda","sizeBytes":1099511627776}],"nics":[]},"progress":"","history":[],\
                "discoveredAt":"2026-05-01T12:00:00Z","changedAt":"2026-05-01T12:00:00Z","hardwareClasses":[]}""");
    }

    @Test
    void numbersStayNumbers() {
        JsonNode json = JSON.readTree(AvroJson.tree(Samples.site("copenhagen")).toString());
        assertThat(json.path("latitude").doubleValue()).isEqualTo(55.6761);
        assertThat(json.path("approval").stringValue()).isEqualTo("AUTOMATIC");
    }

    @Test
    void aNonceIsWithheld() {
        Node node = Node.newBuilder()
                .setMachineId("m")
                .setNodeName("n")
                .setRole(NodeRole.SERVER)
                .setPhase(NodePhase.INSTALLING)
                .setNonce("s3cret")
                .build();
        assertThat(AvroJson.tree(node).toString()).doesNotContain("s3cret").contains("INSTALLING");
    }

    @Test
    void bytesAreBase64AndReadTwice() {
        Stored stored = new Stored("c", "d", ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat(AvroJson.tree(stored).path("entry").stringValue()).isEqualTo("AQID");
        assertThat(AvroJson.tree(stored).path("entry").stringValue()).isEqualTo("AQID");
    }
}
