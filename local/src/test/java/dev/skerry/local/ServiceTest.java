package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.peers.Dist;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceTest {

    @TempDir
    private Path state = Path.of("");

    @Test
    void everyServiceHasItsConfigurationFileOnTheSharedClassPath() {
        assertThat(Service.values())
                .allSatisfy(
                        service -> assertThat(ServiceTest.class.getResource("/" + service.title() + ".yaml") != null)
                                .as(service.title())
                                .isTrue());
    }

    @Test
    void noTwoServicesShareAFolderOrAPort() throws IOException {
        LocalSettings settings = LocalSettings.of(state, new Dist(state));
        DoorPorts ports = DoorPorts.choose(state.resolve("ports.json"), _ -> {});
        Set<String> seen = new HashSet<>();
        for (Service service : Service.values()) {
            List<String> own = service.arguments(settings, ports, "127.0.0.1:1", "http://127.0.0.1:2").stream()
                    .filter(argument ->
                            argument.startsWith("--server.port=") || argument.startsWith("--skerry.state-dir="))
                    .toList();
            assertThat(own).hasSize(2);
            assertThat(seen.addAll(own)).isTrue();
        }
        assertThat(seen).hasSize(2 * Service.values().length);
    }

    @Test
    void whatOneServiceIsToldOfAnotherIsThatOnesDoor() throws IOException {
        LocalSettings settings = LocalSettings.of(state, new Dist(state));
        DoorPorts ports = DoorPorts.choose(state.resolve("ports.json"), _ -> {});
        String all = String.join(
                "\n",
                Arrays.stream(Service.values())
                        .flatMap(service -> service.arguments(settings, ports, "b", "r").stream())
                        .toList());
        assertThat(all)
                .contains("--skerry.provisioner.installer-url=https://127.0.0.1:" + ports.of(Door.INSTALLER))
                .contains("--skerry.installer.provisioner-url=http://127.0.0.1:" + ports.of(Door.PROVISIONER))
                .contains("--skerry.installer.agents-url=https://127.0.0.1:" + ports.of(Door.AGENTS))
                .contains("--skerry.agents.port=" + ports.of(Door.AGENTS))
                .contains("--skerry.dns.zone=edge.skerry.test.");
    }

    @Test
    void machinesAreToldTheHostUnderWhichTheyReachTheFleet() throws IOException {
        LocalSettings settings = LocalSettings.of(state, new Dist(state)).withHost("2001:db8::1");
        DoorPorts ports = DoorPorts.choose(state.resolve("ports.json"), _ -> {});
        assertThat(Service.PROVISIONER.arguments(settings, ports, "b", "r"))
                .contains(
                        "--server.address=127.0.0.1",
                        "--skerry.provisioner.public-url=http://[2001:db8::1]:" + ports.of(Door.PROVISIONER),
                        "--skerry.provisioner.installer-url=https://[2001:db8::1]:" + ports.of(Door.INSTALLER));
        assertThat(Service.INSTALLER.arguments(settings, ports, "b", "r"))
                .contains("--skerry.installer.agents-url=https://[2001:db8::1]:" + ports.of(Door.AGENTS));
    }
}
