package dev.skerry.sim.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skerry.agent.identity.Tls;
import dev.skerry.agent.testing.ManualTiming;
import dev.skerry.sim.faults.MachineFaults.Bmc;
import dev.skerry.sim.net.HttpAnswers;
import dev.skerry.sim.world.Facts;
import dev.skerry.sim.world.MachineSpec;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FaultyBmcsTest {

    private static final MachineSpec MACHINE =
            new MachineSpec(0, "m1", "cph", "52:54:00:00:00:01", true, Facts.seeded(1, "52:54:00:00:00:01", true));

    private final FaultCount count = new FaultCount();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void errorsComeAfterSomeRequestsSomeTimes() throws Exception {
        var server = serve(bmcs(new Bmc(Fault.BMC_ERROR, 1, 2)));
        try {
            assertThat(IntStream.range(0, 5).map(_ -> status(server)).toArray())
                    .containsExactly(200, 502, 503, 200, 200);
            assertThat(count.of(Fault.BMC_ERROR)).isEqualTo(2);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void anAnswerIsBrokenOff() throws Exception {
        var server = serve(bmcs(new Bmc(Fault.BMC_DROP, 0, 1)));
        try {
            assertThatThrownBy(() -> get(server, Duration.ofSeconds(10)))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(HttpTimeoutException.class);
            assertThat(get(server, Duration.ofSeconds(10)).statusCode()).isEqualTo(200);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aRequestHangs() throws Exception {
        var server = serve(bmcs(new Bmc(Fault.BMC_HANG, 0, 1)));
        try {
            assertThatThrownBy(() -> get(server, Duration.ofMillis(300))).isInstanceOf(HttpTimeoutException.class);
            assertThat(get(server, Duration.ofSeconds(10)).statusCode()).isEqualTo(200);
        } finally {
            server.stop(0);
        }
    }

    @Test
    void aLieIsToldSomeTimes() {
        var bmcs = bmcs(new Bmc(Fault.BMC_LIE, 0, 2));
        assertThat(bmcs.toldPower(MACHINE, true)).isFalse();
        assertThat(bmcs.toldPower(MACHINE, false)).isTrue();
        assertThat(bmcs.toldPower(MACHINE, true)).isTrue();
        assertThat(bmcs.toldPower(MACHINE, false)).isFalse();
    }

    @Test
    void aHandshakeIsBrokenOffAndTheNextOneGoesThroughWithTheCertificateFromTheSecrets(@TempDir Path folder)
            throws Exception {
        var plan = plan(new Bmc(Fault.TLS_DROP, 0, 1));
        var bmcs = new FaultyBmcs(plan, links(), count);
        try (var doors = new TlsDoors(plan, bmcs, executor, server -> {
            server.createContext("/", HttpAnswers.guarded(exchange -> HttpAnswers.empty(exchange, 204)));
            server.start();
        })) {
            assertThat(doors.writeSecrets(folder, "admin", "secret")).isTrue();
            String ca = Files.readString(folder.resolve("bmc/sim-tls/ca.crt"));
            assertThat(folder.resolve("bmc/sim-tls/username")).hasContent("admin");
            assertThat(folder.resolve("bmc/sim-tls/password")).hasContent("secret");
            assertThat(doors.port("another")).isEmpty();
            int port = doors.port("m1").orElseThrow();
            assertThatThrownBy(() -> shake(ca, port)).isInstanceOf(IOException.class);
            assertThat(count.of(Fault.TLS_DROP)).isEqualTo(1);
            shake(ca, port);
        }
    }

    /** The JDK's HTTP client would try a second time by itself. */
    private static void shake(String ca, int port) throws IOException, GeneralSecurityException {
        try (var socket = (SSLSocket) Tls.trusting(ca).getSocketFactory().createSocket("127.0.0.1", port)) {
            socket.startHandshake();
        }
    }

    private FaultPlan plan(Bmc bmc) {
        var none = MachineFaults.NONE;
        return new FaultPlan(
                Map.of(
                        "m1",
                        new MachineFaults(
                                none.death(),
                                Optional.of(bmc),
                                none.silence(),
                                none.repeated(),
                                none.delayed(),
                                none.delay(),
                                none.reordered(),
                                none.clockAhead())),
                Map.of());
    }

    private SiteLinks links() {
        return new SiteLinks(FaultPlan.NONE, new ManualTiming(), count);
    }

    private FaultyBmcs bmcs(Bmc bmc) {
        return new FaultyBmcs(plan(bmc), links(), count);
    }

    private HttpServer serve(FaultyBmcs bmcs) throws IOException {
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", HttpAnswers.guarded(exchange -> answer(bmcs, exchange)));
        server.setExecutor(executor);
        server.start();
        return server;
    }

    private static void answer(FaultyBmcs bmcs, HttpExchange exchange) throws IOException, InterruptedException {
        if (!bmcs.spoils(MACHINE, exchange)) {
            bmcs.breakOff(MACHINE, exchange);
            HttpAnswers.empty(exchange, 200);
        }
    }

    private static int status(HttpServer server) {
        try {
            return get(server, Duration.ofSeconds(10)).statusCode();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpResponse<Void> get(HttpServer server, Duration limit) throws IOException, InterruptedException {
        var uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
        try (var client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(uri).timeout(limit).build(), HttpResponse.BodyHandlers.discarding());
        }
    }
}
