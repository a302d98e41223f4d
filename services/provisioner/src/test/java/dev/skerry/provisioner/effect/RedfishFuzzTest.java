package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.provisioner.domain.PowerCommand;
import dev.skerry.provisioner.domain.PowerCommand.Action;
import dev.skerry.provisioner.domain.PowerOrder;
import dev.skerry.runtime.Secrets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a BMC answers, a power command ends as done or as a known failure, and no more than a bound is read of it. */
@Timeout(120)
class RedfishFuzzTest {

    private static final int ROUNDS = Integer.getInteger("skerry.fuzz.rounds", 60);
    private static final Duration LIMIT = Duration.ofMillis(1_500);
    private static final int ENDLESS = -1;
    private static final String SYSTEM = """
            {"PowerState":"Off","@odata.etag":"W/1","Boot":{"BootSourceOverrideTarget@Redfish.AllowableValues":["Pxe","Cd"]},
             "Actions":{"#ComputerSystem.Reset":{"target":"/0/reset","ResetType@Redfish.AllowableValues":["On","ForceOff"]},
              "#VirtualMedia.InsertMedia":{"target":"/0/insert"},"#VirtualMedia.EjectMedia":{"target":"/0/eject"}},
             "VirtualMedia":{"@odata.id":"/0/media"},"Members":[{"@odata.id":"/0/cd"}],"MediaTypes":["CD"],"Inserted":true,"Image":""}
            """;
    private static final List<String> VALUES = List.of(
            "null",
            "1",
            "\"\"",
            "\"On\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "\"http://other.example/\"",
            "\"\\u0000\"",
            "\"a\\r\\nHost: b\"",
            "\"//x\"",
            "\"%zz\"",
            "\"::\"",
            "\"æ\"",
            "\"/0/\\u0100\"",
            "[".repeat(5_000),
            "9".repeat(5_000));
    private static final int[] STATUSES = {
        200, 200, 200, 200, 200, 202, 204, 206, 301, 304, 401, 404, 412, 500, 599, 700
    };

    @TempDir
    Path folder;

    private final ExecutorService hands = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicLong written = new AtomicLong();
    private @Nullable HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(hands);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.stop(0);
        }
        hands.shutdownNow();
    }

    @Test
    void everyAnswerLeadsToAKnownOutcome() throws Exception {
        List<Future<String>> outcomes = new ArrayList<>();
        for (int i = 0; i < ROUNDS; i++) {
            int round = i;
            for (Action action : Action.values()) {
                outcomes.add(hands.submit(() -> outcome(round, action)));
            }
        }
        for (Future<String> outcome : outcomes) {
            assertThat(outcome.get()).isNotEmpty();
        }
    }

    @Test
    void anAnswerWithoutEndIsNotReadToItsEnd() {
        assertThat(outcome(ENDLESS, Action.POWER_ON)).contains("does not answer");
        assertThat(written.get()).isPositive().isLessThan(64L << 20);
    }

    /** What became of it; anything but a known failure ends the test. */
    private String outcome(int round, Action action) {
        String address =
                "http://127.0.0.1:" + (server == null ? 0 : server.getAddress().getPort()) + "/" + round;
        Bmc bmc = new Bmc(
                Bmc.Protocol.REDFISH,
                address,
                Optional.empty(),
                round % 2 == 0 ? Bmc.Boot.VIRTUAL_MEDIA : Bmc.Boot.NETWORK,
                Optional.empty());
        PowerOrder order = new PowerOrder(
                "m", new PowerCommand("m/1/boot", 1, action, Instant.MAX), bmc, List.of("52:54:00:00:01:01"));
        Guard guard = new Guard(address);
        RedfishClients clients = new RedfishClients(new BmcSecrets(new Secrets(folder)));
        PowerSequence controller = new PowerSequence(
                (each, by) -> RedfishDoor.to(each, clients, _ -> URI.create("http://127.0.0.1/boot.iso"), by),
                Duration.ofMillis(20));
        try {
            return guard.order(LIMIT, hands, () -> controller.carryOut(order, guard, () -> false))
                    .toString();
        } catch (PowerException e) {
            return e.failure().reason();
        } catch (RuntimeException e) {
            throw new AssertionError("round " + round + " " + action, e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getRequestBody().readAllBytes();
            int round = Integer.parseInt(exchange.getRequestURI().getPath().split("/", 3)[1]);
            if (round == ENDLESS) {
                exchange.sendResponseHeaders(200, 0);
                byte[] piece = " ".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                while (written.addAndGet(piece.length) < 256L << 20) {
                    exchange.getResponseBody().write(piece);
                }
                return;
            }
            Random random = new Random(round);
            byte[] body = body(random);
            int status = STATUSES[random.nextInt(STATUSES.length)];
            if (random.nextInt(4) == 0) {
                exchange.getResponseHeaders()
                        .set(
                                "ETag",
                                List.of("", "\u0001", "æ", "x".repeat(5_000)).get(random.nextInt(4)));
            }
            exchange.getResponseHeaders().set("Location", "http://other.example/");
            boolean bare = status == 204 || status == 304 || body.length == 0;
            exchange.sendResponseHeaders(status, bare ? -1 : body.length + (random.nextInt(9) == 0 ? 10 : 0));
            if (!bare) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    private static byte[] body(Random random) {
        if (random.nextInt(6) == 0) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            return noise;
        }
        StringBuilder text = new StringBuilder(SYSTEM);
        for (int i = random.nextInt(3); i > 0; i--) {
            int colon = text.indexOf("\":", random.nextInt(text.length()));
            if (colon > 0) {
                int end = colon + 2;
                while (end < text.length() && ",}\n".indexOf(text.charAt(end)) < 0) {
                    end++;
                }
                text.replace(colon + 2, end, VALUES.get(random.nextInt(VALUES.size())));
            }
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }
}
