package dev.skerry.local;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The loopback port of each {@link Door}: chosen once, remembered, and used again at each start. They come from 19000 to 20999: below
 * what systems hand out to outgoing connections, and apart from where the broker and the registry look for theirs.
 */
final class DoorPorts {

    private static final int LOWEST = 19_000;
    private static final int HIGHEST = 20_999;
    private static final int TRIES = 500;
    private static final JsonMapper JSON = new JsonMapper();

    private final Map<Door, Integer> ports;

    private DoorPorts(Map<Door, Integer> ports) {
        this.ports = ports;
    }

    /**
     * Finds a free port for every door.
     *
     * @param memory the file that remembers the ports from start to start
     * @param notice told when a remembered port is taken and another one was chosen
     * @throws IOException when no port is free, or the file cannot be read or written
     */
    static DoorPorts choose(Path memory, Consumer<String> notice) throws IOException {
        Map<String, Integer> remembered = read(memory);
        Map<Door, Integer> chosen = new EnumMap<>(Door.class);
        List<Closeable> held = new ArrayList<>();
        try {
            for (Door door : Door.values()) {
                Integer last = remembered.get(door.title());
                if (last == null || (!take(door, last, held) && !door.simulators())) {
                    int port = takeAny(door, held);
                    if (last != null) {
                        notice.accept(("port %d of %s is taken by another program: it is %d from now on. What was told "
                                        + "the old one does not find it")
                                .formatted(last, door.title(), port));
                    }
                    chosen.put(door, port);
                } else {
                    chosen.put(door, last);
                }
            }
        } finally {
            for (Closeable socket : held) {
                socket.close();
            }
        }
        write(memory, chosen);
        return new DoorPorts(chosen);
    }

    int of(Door door) {
        Integer port = ports.get(door);
        if (port == null) {
            throw new IllegalStateException("no port was chosen for " + door);
        }
        return port;
    }

    /** Such as {@code http://127.0.0.1:19004}. */
    String url(String scheme, Door door) {
        return scheme + "://" + address(door);
    }

    /** The same under another name or address of this machine. */
    String url(String scheme, String host, Door door) {
        return scheme + "://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + of(door);
    }

    /** Such as {@code 127.0.0.1:19004}. */
    String address(Door door) {
        return "127.0.0.1:" + of(door);
    }

    private static int takeAny(Door door, List<Closeable> held) throws IOException {
        for (int tried = 0; tried < TRIES; tried++) {
            int port = ThreadLocalRandom.current().nextInt(LOWEST, HIGHEST + 1);
            if (take(door, port, held)) {
                return port;
            }
        }
        throw new IOException("no free loopback port between " + LOWEST + " and " + HIGHEST + " for " + door.title());
    }

    /** Takes a port for the transports that the door has, or none. */
    private static boolean take(Door door, int port, List<Closeable> held) {
        List<Closeable> taken = new ArrayList<>();
        try {
            if (door.tcp()) {
                taken.add(tcp(port));
            }
            if (door.udp()) {
                taken.add(new DatagramSocket(loopback(port)));
            }
            held.addAll(taken);
            return true;
        } catch (IOException inUse) {
            for (Closeable socket : taken) {
                closeQuietly(socket);
            }
            return false;
        }
    }

    private static ServerSocket tcp(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.bind(loopback(port));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static InetSocketAddress loopback(int port) throws IOException {
        return new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
    }

    private static void closeQuietly(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException("a socket that was just opened cannot be closed", e);
        }
    }

    private static Map<String, Integer> read(Path memory) throws IOException {
        Map<String, Integer> ports = new TreeMap<>();
        if (Files.exists(memory)) {
            try {
                JsonNode tree = JSON.readTree(Files.readString(memory));
                tree.properties().forEach(entry -> {
                    int port = entry.getValue().asInt(0);
                    if (port > 0 && port <= 65_535) {
                        ports.put(entry.getKey(), port);
                    }
                });
            } catch (JacksonException e) {
                throw new IOException(memory + " is damaged: correct it, or remove it to have new ports chosen", e);
            }
        }
        return ports;
    }

    private static void write(Path memory, Map<Door, Integer> ports) throws IOException {
        Map<String, Integer> named = new TreeMap<>();
        ports.forEach((door, port) -> named.put(door.title(), port));
        WholeFile.write(memory, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(named) + "\n");
    }
}
