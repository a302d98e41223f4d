package dev.skerry.provisioner.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.skerry.provisioner.Published;
import dev.skerry.runtime.Secrets;
import dev.skerry.schemas.inventory.Bmc;
import dev.skerry.schemas.inventory.BmcProtocol;
import dev.skerry.schemas.inventory.BootMode;
import dev.skerry.schemas.inventory.BootSource;
import dev.skerry.schemas.provisioning.PowerAction;
import dev.skerry.schemas.provisioning.PowerOutcome;
import dev.skerry.schemas.provisioning.PowerState;
import dev.skerry.schemas.provisioning.PowerTask;
import dev.skerry.schemas.provisioning.PowerTaskEnded;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Power on, boot override once, virtual media, power off, against sushy-tools' Redfish service. The emulator is the program that the system
 * property skerry.sushy or the environment's SKERRY_SUSHY names, or sushy-emulator on the PATH.
 */
@Timeout(120)
class SushyEmulatorIT {

    /** The system that {@code sushy-emulator --fake} has. */
    private static final String SYSTEM = "/redfish/v1/Systems/27946b59-9e44-4fa7-8e91-f3527a1ef094";

    private static final Duration UP_LIMIT = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private final Published published = new Published();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private Process emulator;
    private PowerTaskHandler handler;
    private URI system;
    private HttpServer files;
    private int tasks;
    private @Nullable BootSource boot;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Optional<Path> program = program();
        assumeTrue(
                program.isPresent(), "sushy-emulator is missing: pip install sushy-tools, and name it in SKERRY_SUSHY");
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        files = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        files.createContext("/boot/media/", exchange -> {
            exchange.sendResponseHeaders(200, 3);
            try (exchange) {
                exchange.getResponseBody().write("iso".getBytes(StandardCharsets.US_ASCII));
            }
        });
        files.start();
        Path settings = folder.resolve("sushy.conf");
        Files.writeString(settings, "SUSHY_EMULATOR_STATE_DIR = '" + folder + "'\n");
        emulator = new ProcessBuilder(
                        program.get().toString(),
                        "--fake",
                        "-i",
                        "127.0.0.1",
                        "-p",
                        String.valueOf(port),
                        "--config",
                        settings.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("sushy.log").toFile())
                .start();
        system = URI.create("http://127.0.0.1:" + port + SYSTEM);
        awaitUp();
        handler = new PowerTaskHandler(
                published,
                new PowerControllers(
                        new Secrets(folder),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 9),
                        new BootMedium(
                                URI.create(
                                        "http://127.0.0.1:" + files.getAddress().getPort()),
                                new BootFiles(Optional.of(folder)))),
                (_, _) -> false,
                _ -> false,
                Clock.systemUTC());
    }

    @AfterEach
    void stop() throws InterruptedException {
        if (handler != null) {
            handler.close();
        }
        if (files != null) {
            files.stop(0);
        }
        if (emulator != null) {
            emulator.destroy();
            if (!emulator.waitFor(10, TimeUnit.SECONDS)) {
                emulator.destroyForcibly();
            }
        }
    }

    @Test
    void aMachineIsStartedFromTheNetworkRestartedAndSwitchedOff() throws Exception {
        assertThat(system().path("PowerState").asString()).isEqualTo("Off");

        carryOut(PowerAction.BOOT_FROM_NETWORK, PowerState.ON);
        assertThat(system().path("PowerState").asString()).isEqualTo("On");
        assertThat(system().path("Boot").path("BootSourceOverrideTarget").asString())
                .isEqualTo("Pxe");

        carryOut(PowerAction.BOOT_FROM_NETWORK, PowerState.ON);

        carryOut(PowerAction.POWER_OFF, PowerState.OFF);
        assertThat(system().path("PowerState").asString()).isEqualTo("Off");

        carryOut(PowerAction.POWER_ON, PowerState.ON);
    }

    @Test
    void aMachineIsStartedFromAnImageThatIsTakenOutAgain() throws Exception {
        Files.writeString(folder.resolve("boot.iso"), "iso");
        boot = BootSource.VIRTUAL_MEDIA;

        carryOut(PowerAction.BOOT_FROM_NETWORK, PowerState.ON);
        assertThat(system().path("Boot").path("BootSourceOverrideTarget").asString())
                .isEqualTo("Cd");
        assertThat(system().path("Boot").path("BootSourceOverrideMode").asString())
                .isEqualTo("Legacy");
        assertThat(drive().path("Inserted").asBoolean()).isTrue();
        assertThat(drive().path("Image").asString())
                .isEqualTo("http://127.0.0.1:" + files.getAddress().getPort() + "/boot/media/52-54-00-00-01-01.iso");

        carryOut(PowerAction.POWER_ON, PowerState.ON);
        assertThat(drive().path("Inserted").asBoolean()).isFalse();

        carryOut(PowerAction.BOOT_FROM_NETWORK, PowerState.ON);
        carryOut(PowerAction.POWER_OFF, PowerState.OFF);
        assertThat(drive().path("Inserted").asBoolean()).isFalse();
    }

    private JsonNode drive() throws IOException, InterruptedException {
        return read(URI.create(system + "/VirtualMedia/Cd"));
    }

    /** The emulator takes up to 11 s for what it is told: on a busy machine a command comes to nothing in time and is given again. */
    private void carryOut(PowerAction action, PowerState expected) {
        PowerTaskEnded ended = ended(action);
        for (int again = 1; again < 3 && ended.getOutcome() == PowerOutcome.TRANSIENT_FAILURE; again++) {
            ended = ended(action);
        }
        assertThat(ended.getOutcome()).as("%s: %s", action, ended.getReason()).isEqualTo(PowerOutcome.SUCCEEDED);
        assertThat(ended.getPower()).isEqualTo(expected);
    }

    private PowerTaskEnded ended(PowerAction action) {
        handler.handle(
                PowerTask.newBuilder()
                        .setTaskId("m1/" + ++tasks)
                        .setMachineId("m1")
                        .setAttempt(1)
                        .setAction(action)
                        .setBmc(Bmc.newBuilder()
                                .setProtocol(BmcProtocol.REDFISH)
                                .setAddress(system.toString())
                                .setBoot(boot)
                                .setBootMode(BootMode.LEGACY)
                                .build())
                        .setMacs(List.of("52:54:00:00:01:01"))
                        .setDeadline(Instant.now().plusSeconds(60))
                        .build(),
                Published.headers("chain"));
        return published.last(PowerTaskEnded.class);
    }

    private JsonNode system() throws IOException, InterruptedException {
        return read(system);
    }

    private JsonNode read(URI uri) throws IOException, InterruptedException {
        return JsonMapper.shared()
                .readTree(http.send(
                                HttpRequest.newBuilder(uri)
                                        .timeout(Duration.ofSeconds(5))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .body());
    }

    private void awaitUp() throws IOException, InterruptedException {
        Instant limit = Instant.now().plus(UP_LIMIT);
        while (true) {
            try {
                system();
                return;
            } catch (IOException e) {
                assertThat(emulator.isAlive() && Instant.now().isBefore(limit))
                        .as(() -> "sushy-emulator did not come up: " + log())
                        .isTrue();
                emulator.waitFor(200, TimeUnit.MILLISECONDS);
            }
        }
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("sushy.log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Optional<Path> program() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return Stream.concat(
                        Stream.of(System.getProperty("skerry.sushy"), System.getenv("SKERRY_SUSHY")),
                        Stream.of(path.split(File.pathSeparator)).map(folder -> folder + "/sushy-emulator"))
                .filter(name -> name != null && !name.isBlank())
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst();
    }
}
