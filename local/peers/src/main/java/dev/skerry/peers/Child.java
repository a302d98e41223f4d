package dev.skerry.peers;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A Java program as a child process on a {@link Leash}, with its output in a file of its state folder. */
final class Child {

    /** What a child may see of the environment: no setting of a peer comes from there. */
    private static final Set<String> ENVIRONMENT = Set.of("PATH", "HOME", "LANG", "LC_ALL", "TZ", "TMPDIR");

    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final int POLL_MILLIS = 50;
    private static final int TAIL_LINES = 40;

    private final String name;
    private final StateFolder state;
    private final Path log;
    private final Process process;

    private Child(String name, StateFolder state, Path log, Process process) {
        this.name = name;
        this.state = state;
        this.log = log;
        this.process = process;
    }

    /** Asks whether a child does its work yet. */
    interface Readiness {
        /** Whether it is ready; an exception means not yet. */
        boolean check() throws IOException;
    }

    /**
     * Starts it. The log of the run before is kept beside the new one.
     *
     * @param name of the log and in messages
     * @param options for the Java machine
     * @param classPath after the leash's own
     * @param program the main class and its arguments
     */
    static Child start(String name, StateFolder state, List<String> options, List<Path> classPath, List<String> program)
            throws IOException {
        Path log = state.resolve(name + ".log");
        if (Files.exists(log)) {
            Files.move(log, state.resolve(name + ".1.log"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = new ArrayList<>();
        ownSession().ifPresent(command::add);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(String.join(
                File.pathSeparator,
                Stream.concat(Stream.of(ownJar()), classPath.stream())
                        .map(Path::toString)
                        .toList()));
        command.add(Leash.class.getName());
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(state.resolve("").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().keySet().retainAll(ENVIRONMENT);
        Process process = builder.start();
        try {
            state.remember(process.toHandle());
        } catch (IOException e) {
            kill(process);
            throw e;
        }
        return new Child(name, state, log, process);
    }

    /** Away from the terminal's session, so that Ctrl-C reaches the parent alone and the order of the shutdown is the parent's. */
    private static Optional<String> ownSession() {
        return Stream.of("/usr/bin/setsid", "/bin/setsid")
                .filter(f -> Files.isExecutable(Path.of(f)))
                .findFirst();
    }

    private static Path ownJar() {
        try {
            return Path.of(Leash.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the class path of " + Leash.class + " is no file", e);
        }
    }

    /**
     * Waits until it is ready; a child that is not is ended.
     *
     * @throws IOException when it ends or the time is over; the message holds the end of its log
     */
    void await(Readiness ready, Duration bound) throws IOException, InterruptedException {
        long end = System.nanoTime() + bound.toNanos();
        boolean done = false;
        try {
            while (!check(ready)) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
                    throw failed("ended with code " + process.exitValue());
                }
                if (System.nanoTime() - end > 0) {
                    throw failed("was not ready within " + bound.toSeconds() + " s");
                }
            }
            done = true;
        } finally {
            if (!done) {
                kill(process);
            }
        }
    }

    /**
     * Waits until a child whose work has an end is done with it.
     *
     * @throws IOException when its exit code is not 0 or the time is over; the message holds the end of its log
     */
    void awaitDone(Duration bound) throws IOException, InterruptedException {
        boolean ended = false;
        try {
            ended = process.waitFor(bound.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            kill(process);
            state.forget();
        }
        if (!ended) {
            throw failed("was not done within " + bound.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failed("ended with code " + process.exitValue());
        }
    }

    private static void kill(Process process) {
        process.destroyForcibly().onExit().join();
    }

    private boolean check(Readiness ready) {
        try {
            return ready.check() && process.isAlive();
        } catch (IOException notYet) {
            return false;
        }
    }

    private IOException failed(String what) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .toList();
        List<String> tail = lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size());
        return new IOException(name + " " + what + "; the end of " + log + ":\n" + String.join("\n", tail));
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Completes with the exit code when it ends. */
    CompletableFuture<Integer> onExit() {
        return process.onExit().thenApply(Process::exitValue);
    }

    /** Ends it: asks, waits at most 20 s, then kills it. An interrupt makes it kill at once and stays set. */
    void stop() throws IOException {
        try {
            StateFolder.stop(process.toHandle(), GRACE);
        } catch (InterruptedException e) {
            kill(process);
            Thread.currentThread().interrupt();
        }
        state.forget();
    }
}
