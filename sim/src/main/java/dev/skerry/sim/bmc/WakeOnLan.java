package dev.skerry.sim.bmc;

import dev.skerry.sim.ledger.Ledger;
import dev.skerry.sim.machine.Machine;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** The network cards of machines that are off: a magic packet with their MAC address switches them on. */
public final class WakeOnLan implements AutoCloseable {

    private static final Logger LOG = System.getLogger(WakeOnLan.class.getName());
    private static final int MAC = 6;
    private static final int REPEATS = 16;

    private final DatagramSocket socket;
    private final Map<String, Machine> machines;
    private final Predicate<Machine> reachable;
    private final Ledger ledger;

    /**
     * Listens at once.
     *
     * @param address where it listens
     * @param port UDP; 0 takes a free one
     * @param machines by MAC address
     * @param reachable whether packets get to a machine now
     */
    public WakeOnLan(
            InetAddress address, int port, Map<String, Machine> machines, Predicate<Machine> reachable, Ledger ledger)
            throws IOException {
        socket = new DatagramSocket(port, address);
        this.machines = Map.copyOf(machines);
        this.reachable = reachable;
        this.ledger = ledger;
        Thread.ofVirtual().name("wake-on-lan").start(this::listen);
    }

    public int port() {
        return socket.getLocalPort();
    }

    private void listen() {
        var packet = new DatagramPacket(new byte[1500], 1500);
        while (!socket.isClosed()) {
            try {
                socket.receive(packet);
                macIn(Arrays.copyOf(packet.getData(), packet.getLength()))
                        .map(machines::get)
                        .filter(reachable)
                        .ifPresent(this::wake);
            } catch (IOException e) {
                if (!socket.isClosed()) {
                    LOG.log(Level.WARNING, "a packet could not be received", e);
                }
            }
        }
    }

    private void wake(Machine machine) {
        machine.powerOn();
        ledger.powerCommand(machine.spec().name(), "wake", "");
    }

    /** The MAC address that a packet wakes: six bytes of FF, then sixteen times the address, anywhere in the packet. */
    static Optional<String> macIn(byte[] packet) {
        int length = MAC + REPEATS * MAC;
        for (int start = 0; start + length <= packet.length; start++) {
            if (isMagic(packet, start)) {
                return Optional.of(HexFormat.ofDelimiter(":").formatHex(packet, start + MAC, start + 2 * MAC));
            }
        }
        return Optional.empty();
    }

    private static boolean isMagic(byte[] packet, int start) {
        for (int index = 0; index < MAC; index++) {
            if (packet[start + index] != (byte) 0xFF) {
                return false;
            }
        }
        for (int index = MAC; index < REPEATS * MAC; index++) {
            if (packet[start + MAC + index] != packet[start + index]) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        socket.close();
    }
}
