package dev.skerry.sim.faults;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Power controllers that speak HTTPS with a certificate of their own, each at a port of its own, and break some handshakes off. One
 * HTTPS server stands behind all of them.
 */
public final class TlsDoors implements Closeable {

    /** What the credentials are called that these controllers are reached with. */
    public static final String CREDENTIALS = "sim-tls";

    private static final int BACKLOG = 1024;
    private static final int PART_OF_A_HELLO = 16;

    private final List<Closeable> open = new ArrayList<>();
    private final Map<String, Integer> ports = new HashMap<>();
    private final Optional<SelfSigned> certificate;

    /**
     * Opens a door for each controller whose handshakes break.
     *
     * @param serve has the Redfish service answer at a server that is not started yet
     */
    TlsDoors(FaultPlan plan, FaultyBmcs bmcs, Executor executor, Consumer<HttpsServer> serve) throws IOException {
        var names = plan.machines().entrySet().stream()
                .filter(machine -> machine.getValue()
                        .bmc()
                        .filter(bmc -> bmc.kind() == Fault.TLS_DROP)
                        .isPresent())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (names.isEmpty()) {
            certificate = Optional.empty();
            return;
        }
        var made = SelfSigned.make();
        certificate = Optional.of(made);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
        server.setHttpsConfigurator(new HttpsConfigurator(made.context()));
        server.setExecutor(executor);
        serve.accept(server);
        open.add(() -> server.stop(0));
        for (String name : names) {
            var door = new Forwarder(server.getAddress(), client -> shake(bmcs.breaksHandshake(name), client));
            open.add(door);
            ports.put(name, door.port());
        }
    }

    private static void shake(boolean breaks, Socket client) throws IOException {
        if (breaks) {
            client.getInputStream().readNBytes(PART_OF_A_HELLO);
            throw new IOException("the handshake is broken off");
        }
    }

    /** The port of a machine's power controller, when it has a door here. */
    public Optional<Integer> port(String machine) {
        return Optional.ofNullable(ports.get(machine));
    }

    /**
     * Writes what whoever calls these controllers must have in the folder of secrets: {@code bmc/sim-tls/} with username, password and
     * ca.crt.
     *
     * @return false when there is no such controller, and nothing was written
     */
    public boolean writeSecrets(Path folder, String username, String password) throws IOException {
        if (certificate.isEmpty()) {
            return false;
        }
        var bmc = Files.createDirectories(folder.resolve("bmc").resolve(CREDENTIALS));
        try {
            Files.writeString(bmc.resolve("ca.crt"), certificate.get().pem());
        } catch (GeneralSecurityException e) {
            throw new IOException("the power controllers' certificate cannot be written", e);
        }
        Files.writeString(bmc.resolve("username"), username);
        Files.writeString(bmc.resolve("password"), password);
        return true;
    }

    @Override
    public void close() throws IOException {
        for (var each : open) {
            each.close();
        }
    }
}
