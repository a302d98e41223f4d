package dev.skerry.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class TableTest {

    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        assertThat(new Table("A", "LONG TITLE", "C")
                        .row("aaaa", "", "x\n y")
                        .row("a", "b", "c")
                        .lines())
                .containsExactly("A     LONG TITLE  C", "aaaa  -           x y", "a     b           c");
    }

    @Test
    void machinesShowWhereTheyAreInTheirLife() {
        JsonNode machine = Trees.yaml().readTree("""
                machineId: 0199
                name: cph-1
                macs: ["52:54:00:00:01:01"]
                site: copenhagen
                lifecycle: INSTALLING
                progress: write-image 50 %
                clusterId: small.copenhagen
                """);
        assertThat(Views.of("machines").table(List.of(machine)).lines().get(1))
                .isEqualTo(
                        "cph-1    copenhagen  INSTALLING  small.copenhagen  -     52:54:00:00:01:01  0199  write-image 50 %");
    }

    @Test
    void clustersCountTheNodesThatJoined() {
        JsonNode cluster = Trees.JSON.readTree(
                "{\"clusterId\":\"c\",\"site\":\"s\",\"phase\":\"JOINING\",\"nodes\":[{\"phase\":\"JOINED\"},{\"phase\":\"CLAIMED\"}]}");
        assertThat(Views.of("clusters").row(cluster)).containsExactly("c", "s", "JOINING", "1/2", "", "", "");
    }

    @Test
    void recordsShowWhoAnswers() {
        JsonNode dns = Trees.JSON.readTree(
                "{\"name\":\"shop\",\"app\":\"acme/shop\",\"port\":80,\"ttlSeconds\":20,\"targets\":[{\"clusterId\":\"a\",\"addresses\":[\"10.0.0.1\",\"::1\"]},{\"clusterId\":\"b\",\"addresses\":[]}]}");
        assertThat(Views.of("records").row(dns))
                .containsExactly("shop", "acme/shop", "80", "20", "a,b", "10.0.0.1,::1,");
    }

    @Test
    void everyCollectionHasATableThatTakesAnEmptyItem() {
        for (String collection : List.of(
                "sites",
                "machines",
                "clusters",
                "installprofiles",
                "hardwareclasses",
                "apps",
                "placements",
                "records",
                "status")) {
            assertThat(Views.of(collection).row(Trees.JSON.createObjectNode()))
                    .as(collection)
                    .hasSameSizeAs(Views.of(collection).titles());
        }
    }
}
