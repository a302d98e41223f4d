package dev.skerry.sim.faults;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A TCP port on loopback behind which another one lies, and between the two a gate. */
final class Forwarder implements Closeable {

    private static final int BACKLOG = 1024;
    private static final int CONNECT_MILLIS = 5_000;

    private final ServerSocket port;
    private final InetSocketAddress target;
    private final Gate gate;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /** Lets a new connection through or throws; may keep it waiting. */
    @FunctionalInterface
    interface Gate {
        void admit(Socket client) throws IOException, InterruptedException;
    }

    /** Listens at once. */
    Forwarder(InetSocketAddress target, Gate gate) throws IOException {
        this.target = target;
        this.gate = gate;
        port = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().name("forwarder").start(this::accept);
    }

    int port() {
        return port.getLocalPort();
    }

    private void accept() {
        while (!port.isClosed()) {
            try {
                var client = port.accept();
                Thread.ofVirtual().name("forwarded").start(() -> forward(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void forward(Socket client) {
        try (client;
                var server = new Socket()) {
            gate.admit(client);
            open.add(client);
            server.connect(target, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            var back = Thread.ofVirtual().name("forwarded-back").start(() -> pump(server, client));
            pump(client, server);
            back.join();
        } catch (IOException e) {
            // Both ends are closed, which is all that can be said to either.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(client);
        }
    }

    private static void pump(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException e) {
            close(from);
            close(to);
        }
    }

    /** Breaks every connection. */
    void cut() {
        open.forEach(Forwarder::close);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // It is as good as closed.
        }
    }

    @Override
    public void close() throws IOException {
        port.close();
        cut();
    }
}
