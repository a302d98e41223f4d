package dev.skerry.cli.sim;

import dev.skerry.local.Endpoints;
import dev.skerry.peers.KafkaBroker;
import java.io.BufferedReader;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The simulated sites as a child process, which ends with this one, however this one ends. */
public final class SimProcess implements Closeable {

    private static final String MAIN = "dev.skerry.sim.Main";

    /** From the peers: its child ends when the pipe to its parent does. */
    private static final String LEASH = "dev.skerry.peers.Leash";

    private static final int READY_SECONDS = 60;
    private static final int STOP_SECONDS = 10;
    private static final JsonMapper JSON = new JsonMapper();

    private final Process process;
    private final JsonNode ready;

    private SimProcess(Process process, JsonNode ready) {
        this.process = process;
        this.ready = ready;
    }

    /**
     * How it runs.
     *
     * @param home the repository's folder
     * @param folder its own: what its machines and agents remember, the documents of its world, its log
     * @param endpoints of the fleet beside which it runs
     * @param world which sites and machines, as its command line says: {@code --samples DIR} or {@code --sites N --machines M --seed S}
     */
    public record Plan(Path home, Path folder, Endpoints endpoints, List<String> world) {

        public Path documents() {
            return folder.resolve("documents");
        }

        public Path log() {
            return folder.resolve("sim.log");
        }
    }

    /**
     * Starts it and waits, at most 60 s, until it is ready.
     *
     * @throws IOException when it was not built, ends, or is late; the message names its log
     */
    public static SimProcess start(Plan plan) throws IOException, InterruptedException {
        Files.createDirectories(plan.folder());
        Process process = new ProcessBuilder(command(plan))
                .redirectError(plan.log().toFile())
                .start();
        try {
            JsonNode ready = ready(process, plan);
            if (ready.has("secrets")) {
                install(
                        Path.of(ready.path("secrets").asString("")),
                        Path.of(plan.endpoints().secrets()));
            }
            return new SimProcess(process, ready);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** What its power controllers are reached with, put where the provisioner looks for it. */
    private static void install(Path from, Path secrets) throws IOException {
        try (Stream<Path> found = Files.walk(from)) {
            for (Path file : found.filter(Files::isRegularFile).toList()) {
                Path to = secrets.resolve(from.relativize(file).toString());
                Files.createDirectories(to.getParent());
                Files.copy(file, to, StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static List<String> command(Plan plan) throws IOException {
        Path lib = plan.home().resolve("cli/sim-lib/target/lib");
        if (!Files.isDirectory(lib)) {
            throw new IOException(lib + " is missing: build it with 'mvn -pl cli/sim-lib -am install'");
        }
        List<String> command = new ArrayList<>();
        Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(program -> Files.isExecutable(Path.of(program)))
                .findFirst()
                .ifPresent(command::add);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx2g",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-cp",
                leashJar() + File.pathSeparator + lib + File.separator + "*",
                LEASH,
                MAIN));
        command.addAll(arguments(plan));
        return command;
    }

    private static List<String> arguments(Plan plan) {
        Endpoints endpoints = plan.endpoints();
        List<String> arguments = new ArrayList<>(List.of(
                "--provisioner",
                endpoints.provisioner(),
                "--dns",
                endpoints.dns(),
                "--zone",
                endpoints.zone(),
                "--wake-on-lan-port",
                String.valueOf(endpoints.wakeOnLanPort()),
                "--bmc-port",
                String.valueOf(endpoints.simBmcPort()),
                "--control-port",
                String.valueOf(endpoints.simControlPort()),
                "--state",
                plan.folder().resolve("state").toString(),
                "--emit",
                plan.documents().toString()));
        arguments.addAll(plan.world());
        return arguments;
    }

    private static Path leashJar() {
        try {
            return Path.of(KafkaBroker.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path of " + KafkaBroker.class + " is no file", e);
        }
    }

    private static JsonNode ready(Process process, Plan plan) throws IOException, InterruptedException {
        CompletableFuture<@Nullable String> first = new CompletableFuture<>();
        Thread.ofVirtual().name("sim-output").start(() -> {
            try (BufferedReader lines = process.inputReader()) {
                first.complete(lines.readLine());
                while (lines.readLine() != null) {
                    // Only the first line is for us, but a full pipe would hold it up.
                }
            } catch (IOException e) {
                first.completeExceptionally(e);
            }
        });
        try {
            String line = first.get(READY_SECONDS, TimeUnit.SECONDS);
            if (line != null) {
                JsonNode ready = JSON.readTree(line);
                if (ready.path("ready").asBoolean(false)) {
                    return ready;
                }
            }
            throw failed("ended before it was ready", plan, null);
        } catch (TimeoutException e) {
            throw failed("was not ready within " + READY_SECONDS + " s", plan, e);
        } catch (ExecutionException | JacksonException e) {
            throw failed("said something else than that it is ready", plan, e);
        }
    }

    private static IOException failed(String how, Plan plan, @Nullable Exception cause) throws IOException {
        List<String> lines = Files.exists(plan.log()) ? Files.readAllLines(plan.log()) : List.of();
        return new IOException(
                "the simulator %s; the end of %s:%n%s"
                        .formatted(
                                how,
                                plan.log(),
                                String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()))),
                cause);
    }

    /** What it said when it was ready: one JSON object. */
    public JsonNode ready() {
        return ready;
    }

    /** The folder with the documents of its world. */
    public Path documents() {
        return Path.of(ready.path("documents").asString(""));
    }

    /** Its own door. */
    public URI control() {
        return URI.create("http://127.0.0.1:" + ready.path("controlPort").asInt(0));
    }

    /** Completes with its exit code when it ends. */
    public CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Ends it: asks, waits at most 10 s, then kills it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
