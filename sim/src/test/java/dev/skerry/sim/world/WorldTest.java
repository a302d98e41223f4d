package dev.skerry.sim.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.sim.net.Addresses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class WorldTest {

    @TempDir
    Path folder;

    @Test
    void theSamplesAreAWorld() throws IOException {
        var documents = Documents.read(Path.of("../samples"));
        var world = World.of(documents, 1);
        assertThat(world.sites()).hasSize(3);
        assertThat(world.machines()).hasSize(12);
        assertThat(world.machines().stream().filter(machine -> !machine.hasBmc()))
                .hasSize(3);
        assertThat(world.apps()).containsEntry("shop", "acme/shop").containsEntry("telemetry", "acme/telemetry");
        assertThat(documents.clusters()).hasSize(2);

        documents.write(folder, 23456);
        var emitted = Documents.read(folder);
        assertThat(emitted.machines()).hasSize(9);
        assertThat(emitted.machines()
                        .getFirst()
                        .path("spec")
                        .path("bmc")
                        .path("address")
                        .asString(""))
                .isEqualTo("http://127.0.0.1:23456/redfish/v1/Systems/cph-1");
        assertThat(emitted.sites()).isEqualTo(documents.sites());
        assertThat(emitted.clusters()).isEqualTo(documents.clusters());
        assertThat(emitted.apps()).isEqualTo(documents.apps());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,2", "3,12", "10,100", "7,29", "200,1000"})
    void aGeneratedWorldCanBeRun(int sites, int machines) throws IOException {
        var documents = new WorldGenerator(sites, machines, 42).generate();
        assertThat(documents).isEqualTo(new WorldGenerator(sites, machines, 42).generate());
        var world = World.of(documents, 42);
        assertThat(world.sites()).hasSize(sites);
        assertThat(world.machines()).hasSize(machines);
        var prefixes = world.sites().values().stream()
                .flatMap(site -> site.clientPrefixes().stream())
                .toList();
        assertThat(new HashSet<>(prefixes)).hasSize(2 * sites);

        var perSite =
                world.machines().stream().collect(Collectors.groupingBy(MachineSpec::site, Collectors.counting()));
        assertThat(perSite).hasSize(sites);
        world.sites().values().forEach(site -> {
            var clusterings = documents.clusters().stream()
                    .filter(cluster -> selects(cluster.path("spec").path("sites"), site))
                    .toList();
            assertThat(clusterings).as("clusterings of " + site.name()).hasSize(1);
            var spec = clusterings.getFirst().path("spec");
            long servers = spec.path("controlPlane").asLong(0);
            assertThat(perSite.get(site.name()))
                    .isBetween(
                            servers + spec.path("workers").path("min").asLong(-1),
                            servers + spec.path("workers").path("max").asLong(-1));
        });
        assertThat(documents.apps()).hasSize(Math.min(20, Math.max(2, sites / 5)));
        documents.apps().forEach(app -> assertSatisfiable(app.path("spec").path("placement"), documents));
        documents.write(folder, 18000);
        assertThat(Documents.read(folder).machines()).hasSize((int)
                world.machines().stream().filter(MachineSpec::hasBmc).count());
        assertThat(Documents.read(folder).sites()).isEqualTo(documents.sites());
        assertThat(World.of(Documents.read(folder), 42).apps()).isEqualTo(world.apps());
    }

    private static boolean selects(JsonNode selector, Site site) {
        return selector.path("regions")
                .valueStream()
                .anyMatch(region -> site.region().startsWith(region.asString("")));
    }

    private static void assertSatisfiable(JsonNode placement, Documents documents) {
        long matching = documents.sites().stream()
                .filter(site -> placement.path("regions").isEmpty()
                        || placement
                                .path("regions")
                                .valueStream()
                                .anyMatch(region -> site.path("spec")
                                        .path("region")
                                        .asString("")
                                        .startsWith(region.asString("") + "/")))
                .filter(site -> placement
                        .path("selector")
                        .propertyStream()
                        .allMatch(label -> site.path("spec")
                                .path("labels")
                                .path(label.getKey())
                                .equals(label.getValue())))
                .count();
        assertThat(matching)
                .isPositive()
                .isGreaterThanOrEqualTo(placement.path("clusters").asLong(0));
    }

    @Test
    void everyoneHasAnAddressOfTheirOwnAndKeepsIt() {
        var machines = new HashSet<String>();
        var ingress = new HashSet<String>();
        IntStream.of(0, 1, 254, 255, 256, 65_534, 65_535, 65_536, Addresses.MOST_MACHINES - 1)
                .forEach(number -> {
                    assertThat(machines.add(Addresses.ofMachine(number))).isTrue();
                    assertThat(ingress.add(Addresses.ingress4(number))).isTrue();
                    assertThat(ingress.add(Addresses.ingress6(number))).isTrue();
                });
        assertThat(Addresses.ofMachine(4)).isEqualTo("10.128.0.5");
        assertThat(Addresses.ingress4(65_535)).isEqualTo("198.19.0.0");
    }

    @Test
    void factsAreTheSameForTheSameSeedAndDifferOtherwise() {
        assertThat(Facts.seeded(1, "52:54:00:00:00:01", true)).isEqualTo(Facts.seeded(1, "52:54:00:00:00:01", true));
        Map<Integer, Integer> cores = new HashMap<>();
        for (int machine = 0; machine < 200; machine++) {
            var facts = Facts.seeded(1, "52:54:00:00:00:%02x".formatted(machine), true);
            cores.merge(facts.cpuCores(), 1, Integer::sum);
            assertThat(facts.cpuCores()).isBetween(8, 64);
            assertThat(facts.memoryMiB()).isBetween(32L << 10, 256L << 10);
        }
        assertThat(cores).hasSizeGreaterThan(3);
    }

    @Test
    void badDocumentsAreNamed() throws IOException {
        Files.writeString(
                folder.resolve("sites.yaml"), "kind: Site\nmetadata: {name: a}\nspec: {latitude: 1, longitude: 2}\n");
        Files.writeString(
                folder.resolve("machines.yaml"), "kind: Machine\nspec: {site: b, macs: ['52:54:00:00:00:01']}\n");
        assertThatThrownBy(() -> World.of(Documents.read(folder), 1)).hasMessageContaining("unknown site: b");
        Files.writeString(folder.resolve("machines.yaml"), "kind: Machine\nspec: {site: a, macs: ['5254']}\n");
        assertThatThrownBy(() -> World.of(Documents.read(folder), 1)).hasMessageContaining("MAC address");
        Files.writeString(folder.resolve("machines.yaml"), "kind: [");
        assertThatThrownBy(() -> Documents.read(folder))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("machines.yaml");
        assertThatThrownBy(() -> new WorldGenerator(5, 4, 1)).hasMessageContaining("at least one machine");
    }
}
