package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class WakeOnLanTest {

    @Test
    void aMagicPacketGoesToEachMac() throws Exception {
        try (DatagramSocket machine = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            machine.setSoTimeout(5_000);
            WakeOnLanController controller =
                    new WakeOnLanController(InetSocketAddress.createUnresolved("127.0.0.1", machine.getLocalPort()));
            PowerCommand boot = new PowerCommand("m/1/boot", 1, PowerCommand.Action.BOOT_FROM_NETWORK, Instant.MAX);
            PowerOrder order = new PowerOrder("m", boot, Bmc.NONE, List.of("52:54:00:00:01:01", "52:54:00:00:01:ff"));

            assertThat(controller.carryOut(order, new Guard("m"), () -> false)).isEqualTo(Seen.UNKNOWN);

            assertThat(received(machine)).isEqualTo(expected((byte) 0x01));
            assertThat(received(machine)).isEqualTo(expected((byte) 0xff));
        }
    }

    private static byte[] received(DatagramSocket socket) throws Exception {
        DatagramPacket packet = new DatagramPacket(new byte[200], 200);
        socket.receive(packet);
        return Arrays.copyOf(packet.getData(), packet.getLength());
    }

    private static byte[] expected(byte last) {
        byte[] packet = new byte[102];
        Arrays.fill(packet, 0, 6, (byte) 0xff);
        for (int i = 6; i < packet.length; i += 6) {
            System.arraycopy(new byte[] {0x52, 0x54, 0, 0, 1, last}, 0, packet, i, 6);
        }
        return packet;
    }
}
