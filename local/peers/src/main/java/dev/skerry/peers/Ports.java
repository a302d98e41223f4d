package dev.skerry.peers;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * Free loopback ports, the same ones at each start where possible. New ones come from below the range that systems hand out to
 * outgoing connections, so that none of these takes a port while its peer is away.
 */
final class Ports {

    private static final int LOWEST = 21_000;
    private static final int HIGHEST = 31_999;
    private static final int TRIES = 200;

    private Ports() {}

    /**
     * Finds a free port for each wish.
     *
     * @param memory the file that remembers the ports from start to start
     * @param wishes ports; 0 for any
     * @throws IOException when a wished port is taken, no free one is found, or the memory cannot be written
     */
    static List<Integer> pick(Path memory, int... wishes) throws IOException {
        List<Integer> last = remembered(memory);
        List<ServerSocket> held = new ArrayList<>();
        try {
            for (int i = 0; i < wishes.length; i++) {
                held.add(wishes[i] != 0 ? bind(wishes[i]) : bindAny(i < last.size() ? last.get(i) : 0));
            }
            List<Integer> ports = held.stream().map(ServerSocket::getLocalPort).toList();
            Files.writeString(
                    memory, String.join(" ", ports.stream().map(String::valueOf).toList()));
            return ports;
        } finally {
            for (Closeable socket : held) {
                socket.close();
            }
        }
    }

    private static List<Integer> remembered(Path memory) throws IOException {
        if (!Files.exists(memory)) {
            return List.of();
        }
        return Pattern.compile("\\d{1,5}")
                .matcher(Files.readString(memory))
                .results()
                .map(m -> Integer.parseInt(m.group()))
                .filter(p -> p > 0 && p <= 65_535)
                .toList();
    }

    private static ServerSocket bindAny(int first) throws IOException {
        int port = first;
        for (int tried = 0; tried < TRIES; tried++) {
            if (port != 0) {
                try {
                    return bind(port);
                } catch (IOException taken) {
                    // The next one, then.
                }
            }
            port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
        }
        throw new IOException("no free loopback port between " + LOWEST + " and " + HIGHEST);
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw new IOException("port " + port + " on 127.0.0.1 is taken", e);
        }
    }
}
