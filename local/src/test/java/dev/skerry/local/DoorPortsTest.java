package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorPortsTest {

    @TempDir
    private Path folder = Path.of("");

    private final List<String> notices = new ArrayList<>();

    @Test
    void everyDoorHasAPortOfItsOwnBelowTheEphemeralRange() throws IOException {
        List<Integer> ports = all(choose());
        assertThat(ports)
                .doesNotHaveDuplicates()
                .allSatisfy(port -> assertThat(port).isBetween(19_000, 20_999));
        assertThat(notices).isEmpty();
    }

    @Test
    void theNextStartHasTheSamePorts() throws IOException {
        assertThat(all(choose())).isEqualTo(all(choose()));
        assertThat(notices).isEmpty();
    }

    @Test
    void aPortThatIsTakenIsChangedWithANotice() throws IOException {
        DoorPorts before = choose();
        DoorPorts after;
        try (ServerSocket other =
                new ServerSocket(before.of(Door.APP_MANAGER), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            after = choose();
            assertThat(other.isBound()).isTrue();
        }
        assertThat(after.of(Door.APP_MANAGER)).isNotEqualTo(before.of(Door.APP_MANAGER));
        assertThat(notices)
                .singleElement()
                .asString()
                .contains(before.of(Door.APP_MANAGER) + " of app-manager is taken");
        List<Integer> changed = all(after);
        changed.removeAll(all(before));
        assertThat(changed).containsExactly(after.of(Door.APP_MANAGER));
        assertThat(all(choose())).isEqualTo(all(after));
    }

    @Test
    void aSimulatorThatRunsOnKeepsItsPorts() throws IOException {
        DoorPorts before = choose();
        try (DatagramSocket wakeOnLan = new DatagramSocket(
                        before.of(Door.WAKE_ON_LAN), InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
                ServerSocket bmcs = new ServerSocket(
                        before.of(Door.SIM_BMC), 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(wakeOnLan.isBound()).isTrue();
            assertThat(bmcs.isBound()).isTrue();
            assertThat(all(choose())).isEqualTo(all(before));
        }
        assertThat(notices).isEmpty();
    }

    @Test
    void dnsNeedsItsPortForUdpToo() throws IOException {
        DoorPorts before = choose();
        try (DatagramSocket other =
                new DatagramSocket(before.of(Door.DNS), InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            assertThat(choose().of(Door.DNS)).isNotEqualTo(other.getLocalPort());
        }
        assertThat(notices).hasSize(1);
    }

    @Test
    void aDamagedFileIsNamed() throws IOException {
        Files.writeString(folder.resolve("ports.json"), "{");
        assertThatThrownBy(this::choose).isInstanceOf(IOException.class).hasMessageContaining("ports.json is damaged");
    }

    private DoorPorts choose() throws IOException {
        return DoorPorts.choose(folder.resolve("ports.json"), notices::add);
    }

    private static List<Integer> all(DoorPorts ports) {
        return new ArrayList<>(Arrays.stream(Door.values()).map(ports::of).toList());
    }
}
