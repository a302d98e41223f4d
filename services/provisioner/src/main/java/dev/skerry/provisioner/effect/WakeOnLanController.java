package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Mac;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.provisioner.wire.ObservationWire.Seen;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.function.BooleanSupplier;

/**
 * Wakes machines that have no power controller with AMD's magic packet: six octets of 0xff, then the MAC sixteen times, in a UDP
 * datagram. Nothing answers, so what is seen stays unknown; a machine that runs already takes no notice.
 */
final class WakeOnLanController implements PowerController {

    private static final int REPEATS = 16;

    private final InetSocketAddress target;

    WakeOnLanController(InetSocketAddress target) {
        this.target = target;
    }

    @Override
    public Seen carryOut(PowerOrder order, Guard guard, BooleanSupplier cameUp) throws PowerException {
        if (order.command().action() == Action.POWER_OFF) {
            throw PowerException.lasting("a machine without a power controller cannot be powered off: do it by hand");
        }
        return guard.repeatable(() -> {
            for (String mac : order.macs()) {
                send(packet(Mac.octets(mac)));
            }
            return Seen.UNKNOWN;
        });
    }

    static byte[] packet(byte[] mac) {
        byte[] packet = new byte[mac.length * (REPEATS + 1)];
        Arrays.fill(packet, 0, mac.length, (byte) 0xff);
        for (int i = 1; i <= REPEATS; i++) {
            System.arraycopy(mac, 0, packet, i * mac.length, mac.length);
        }
        return packet;
    }

    private void send(byte[] packet) throws PowerException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setBroadcast(true);
            InetSocketAddress address = target.isUnresolved()
                    ? new InetSocketAddress(InetAddress.getByName(target.getHostString()), target.getPort())
                    : target;
            socket.send(new DatagramPacket(packet, packet.length, address));
        } catch (IOException e) {
            throw PowerException.passing("the magic packet could not be sent to " + target + ": " + e.getMessage());
        }
    }
}
