package dev.skerry.testing.crash;

import dev.skerry.local.Endpoints;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The product as {@code ./skerry up} runs it, in a process of its own, with the broker and the registry as its children. */
final class Product implements AutoCloseable {

    private static final Duration START = Duration.ofSeconds(180);
    private static final Duration STOP = Duration.ofSeconds(60);

    private final Path home;
    private final Path state;
    private final Path log;
    private volatile Process process;
    private volatile Endpoints endpoints;

    private Product(Path home, Path folder, Process process, Endpoints endpoints) {
        this.home = home;
        this.state = folder.resolve("fleet");
        this.log = folder.resolve("up.log");
        this.process = process;
        this.endpoints = endpoints;
        // A run that is broken off leaves nothing running.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> this.process.destroy(), "stop-product"));
    }

    static Product start(Path home, Path folder) throws IOException, InterruptedException {
        Process process = launch(home, folder.resolve("fleet"), folder.resolve("up.log"));
        try {
            Endpoints endpoints = await(process, folder.resolve("fleet"), folder.resolve("up.log"));
            return new Product(home, folder, process, endpoints);
        } catch (IOException | InterruptedException | RuntimeException e) {
            process.destroy();
            throw e;
        }
    }

    private static Process launch(Path home, Path state, Path log) throws IOException {
        Path cli = home.resolve("cli/target");
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseG1GC",
                        "-Xms128m",
                        "-Xmx1g",
                        "-XX:+ExitOnOutOfMemoryError",
                        "--enable-native-access=ALL-UNNAMED",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dskerry.home=" + home,
                        "-cp",
                        cli.resolve("lib") + File.separator + "*" + File.pathSeparator + cli.resolve("cli.jar"),
                        "dev.skerry.cli.Main",
                        "up",
                        "--state",
                        state.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private static Endpoints await(Process process, Path state, Path log) throws IOException, InterruptedException {
        Waiting.until("the product to start", START, () -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("the product ended with code " + process.exitValue() + ": see " + log);
            }
            return Endpoints.read(state)
                    .filter(found -> found.pid() == process.pid())
                    .isPresent();
        });
        return Endpoints.read(state).orElseThrow();
    }

    Endpoints endpoints() {
        return endpoints;
    }

    long pid() {
        return process.pid();
    }

    /** Of broker or registry, as the state folder remembers it; empty while there is none. */
    Optional<Long> childPid(String child) throws IOException {
        Path file = state.resolve(child).resolve("pid");
        try {
            String[] words = Files.readString(file).split(" ", -1);
            return words[0].isEmpty() ? Optional.empty() : Optional.of(Long.parseLong(words[0]));
        } catch (java.nio.file.NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** kill -9 of one process, by its id. */
    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    void killProduct() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void restart() throws IOException, InterruptedException {
        process = launch(home, state, log);
        endpoints = await(process, state, log);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toSeconds(), java.util.concurrent.TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
