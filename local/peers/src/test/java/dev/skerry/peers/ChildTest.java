package dev.skerry.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a child when it, or its parent, comes to an unforeseen end. */
class ChildTest {

    private static final Duration BOUND = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    @Test
    void aChildEndsWhenItsParentIsKilled() throws Exception {
        Process parent = parentOf(folder);
        try (BufferedReader said = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(said.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();

            parent.destroyForcibly();

            child.onExit().get(BOUND.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @Test
    void theNextParentStopsAFormerChildThatStillRuns() throws Exception {
        // Any living process serves as the one that was left behind.
        Process left = parentOf(folder.resolve("other"));
        try (BufferedReader said = left.inputReader()) {
            said.readLine();
            Files.writeString(
                    folder.resolve("pid"),
                    left.pid() + " " + left.info().startInstant().orElseThrow().toEpochMilli());

            StateFolder.hold(folder).close();

            assertThat(left.isAlive()).isFalse();
        }
    }

    @Test
    void aProcessThatOnlyHasTheFormerChildsNumberIsLeftAlone() throws Exception {
        Files.writeString(folder.resolve("pid"), ProcessHandle.current().pid() + " 12345");
        StateFolder.hold(folder).close();
        assertThat(folder.resolve("pid")).doesNotExist();
    }

    @Test
    void aFolderHasOneHolder() throws Exception {
        try (StateFolder held = StateFolder.hold(folder)) {
            assertThatThrownBy(() -> StateFolder.hold(held.resolve(""))).hasMessageContaining("in use");
        }
        StateFolder.hold(folder).close();
    }

    @Test
    void aChildThatEndsBeforeItIsReadyIsReportedAtOnceWithItsLog() throws Exception {
        try (StateFolder state = StateFolder.hold(folder)) {
            Child child = Child.start("napper", state, List.of(), List.of(testClasses()), List.of("no.such.Program"));
            assertThatThrownBy(() -> child.await(() -> false, BOUND))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("napper ended with code 1")
                    .hasMessageContaining("no.such.Program");
        }
    }

    @Test
    void aChildThatIsLateIsEnded() throws Exception {
        try (StateFolder state = StateFolder.hold(folder)) {
            Child child = napper(state);
            assertThatThrownBy(() -> child.await(() -> false, Duration.ZERO)).hasMessageContaining("not ready within");
            assertThat(child.isAlive()).isFalse();
        }
    }

    @Test
    void rememberedPortsComeBackAndTakenOnesAreNamed() throws Exception {
        Path memory = folder.resolve("ports");
        List<Integer> ports = Ports.pick(memory, 0, 0);
        assertThat(ports).doesNotHaveDuplicates();
        assertThat(Ports.pick(memory, 0, 0)).isEqualTo(ports);
        try (var taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), ports.getFirst()));
            assertThat(Ports.pick(folder.resolve("ports"), 0, 0).getFirst()).isNotEqualTo(ports.getFirst());
            assertThatThrownBy(() -> Ports.pick(memory, ports.getFirst()))
                    .hasMessageContaining("port " + ports.getFirst() + " on 127.0.0.1 is taken");
        }
    }

    private static Process parentOf(Path folder) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static Child napper(StateFolder state) throws IOException {
        return Child.start("napper", state, List.of(), List.of(testClasses()), List.of(Napper.class.getName()));
    }

    private static Path testClasses() {
        return Path.of(ChildTest.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .getPath());
    }

    /** A parent that says its child's process id and waits to be killed. */
    public static final class Parent {
        private Parent() {}

        public static void main(String[] args) throws Exception {
            Child child = napper(StateFolder.hold(Path.of(args[0])));
            System.out.println(child.pid());
            new CountDownLatch(1).await();
        }
    }

    /** A program that never ends by itself. */
    public static final class Napper {
        private Napper() {}

        public static void main(String[] args) throws InterruptedException {
            new CountDownLatch(1).await();
        }
    }
}
