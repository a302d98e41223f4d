package dev.skerry.dnsregistry.effect;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * DNS over TCP (RFC 7766): a virtual thread for each connection, which answers in the order of the queries, pipelined ones included: one
 * query and one answer are in memory, the others wait in the client's own buffers. A connection that takes too long to send the next query whole, or to take
 * an answer, or that has lasted too long, is closed; so is a new one when too many are open, of all or of its client.
 */
final class TcpDoor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TcpDoor.class);
    private static final int BACKLOG = 128;
    private static final int LENGTH_FIELD = 2;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final ServerSocket listener;
    private final Limits limits;
    private final ClientConnections clients;
    private final Answers answers;
    private final DnsMetrics metrics;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();
    private final List<Thread> threads = new ArrayList<>();

    /**
     * What connections may take.
     *
     * @param connections how many are open at most
     * @param ofOne how many of one client
     * @param idle how long a connection may take from one answer to the next
     * @param lifetime how long it may last in all
     */
    record Limits(int connections, int ofOne, Duration idle, Duration lifetime) {}

    private TcpDoor(ServerSocket listener, Limits limits, Answers answers, DnsMetrics metrics) {
        this.listener = listener;
        this.limits = limits;
        this.clients = new ClientConnections(limits.ofOne());
        this.answers = answers;
        this.metrics = metrics;
    }

    /**
     * Opens the socket and starts answering.
     *
     * @throws IOException when the address is in use or not this machine's
     */
    static TcpDoor open(InetSocketAddress address, Limits limits, Answers answers, DnsMetrics metrics)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.bind(address, BACKLOG);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
        TcpDoor door = new TcpDoor(listener, limits, answers, metrics);
        door.threads.add(Thread.ofPlatform().name("dns-tcp-accept").daemon().start(door::accept));
        door.threads.add(Thread.ofPlatform().name("dns-tcp-idle").daemon().start(door::closeIdle));
        return door;
    }

    int port() {
        return listener.getLocalPort();
    }

    boolean isOpen() {
        return !listener.isClosed();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        open.forEach(Connection::close);
        threads.forEach(LockSupport::unpark);
        Threads.join(threads);
    }

    private void accept() {
        while (isOpen()) {
            try {
                Socket socket = listener.accept();
                if (open.size() >= limits.connections() || !clients.enter(socket.getInetAddress())) {
                    metrics.refusedConnection();
                    socket.close();
                } else {
                    Connection connection = new Connection(socket);
                    open.add(connection);
                    metrics.connections(open.size());
                    Thread.ofVirtual().name("dns-tcp").start(connection::serve);
                }
            } catch (IOException | RuntimeException e) {
                if (isOpen()) {
                    LOG.warn("a TCP connection could not be accepted", e);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            }
        }
        open.forEach(Connection::close);
    }

    private void closeIdle() {
        while (isOpen()) {
            LockSupport.parkNanos(Math.max(limits.idle().toNanos() / 8, PAUSE_NANOS));
            long now = System.nanoTime();
            for (Connection connection : open) {
                if (connection.deadline - now < 0 || connection.end - now < 0) {
                    connection.close();
                }
            }
        }
    }

    private final class Connection {

        private final Socket socket;
        private final InetAddress client;
        private final long end = System.nanoTime() + limits.lifetime().toNanos();
        private volatile long deadline = System.nanoTime() + limits.idle().toNanos();

        Connection(Socket socket) {
            this.socket = socket;
            this.client = socket.getInetAddress();
        }

        void serve() {
            try {
                socket.setTcpNoDelay(true);
                DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
                while (true) {
                    byte[] message = new byte[in.readUnsignedShort()];
                    in.readFully(message);
                    deadline = System.nanoTime() + limits.idle().toNanos();
                    Optional<byte[]> answer = answers.to(message, client, Transport.TCP);
                    if (answer.isEmpty()) {
                        return;
                    }
                    socket.getOutputStream().write(framed(answer.get()));
                }
            } catch (EOFException e) {
                LOG.trace("closed by the other side");
            } catch (IOException e) {
                LOG.debug("a TCP connection ended: {}", e.getMessage());
            } catch (RuntimeException e) {
                LOG.warn("a TCP message could not be answered", e);
            } finally {
                close();
            }
        }

        void close() {
            if (open.remove(this)) {
                clients.leave(client);
            }
            metrics.connections(open.size());
            try {
                socket.close();
            } catch (IOException e) {
                LOG.debug("a TCP connection did not close", e);
            }
        }

        /** Length and message in one segment (RFC 7766, section 8). */
        private static byte[] framed(byte[] message) {
            return ByteBuffer.allocate(LENGTH_FIELD + message.length)
                    .putShort((short) message.length)
                    .put(message)
                    .array();
        }
    }
}
