package dev.skerry.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skerry.local.Supervised.Child;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SupervisedTest {

    private static final int PORT = 4711;

    private final BlockingQueue<CompletableFuture<Integer>> started = new LinkedBlockingQueue<>();
    private final List<Integer> ports = new CopyOnWriteArrayList<>();
    private final List<String> closed = new CopyOnWriteArrayList<>();
    private final CompletableFuture<String> givenUp = new CompletableFuture<>();
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final InstantSource clock = now::get;
    private volatile boolean broken;
    private volatile Optional<String> lack = Optional.empty();

    @Test
    void aChildThatEndsIsStartedAgainOnItsPortUntilItEndedTooOften() throws Exception {
        Supervised.start("broker", this::launch, () -> lack, new Silent(), givenUp::complete, clock);
        for (int ended = 0; ended < 5; ended++) {
            next().complete(1);
        }
        next().complete(137);
        assertThat(givenUp.get(10, TimeUnit.SECONDS))
                .isEqualTo("the broker ended 6 times within 60 s, the last time with code 137");
        assertThat(ports).containsExactly(0, PORT, PORT, PORT, PORT, PORT);
    }

    @Test
    void whatWasLongAgoDoesNotCount() throws Exception {
        Supervised.start("broker", this::launch, () -> lack, new Silent(), givenUp::complete, clock);
        for (int ended = 0; ended < 20; ended++) {
            CompletableFuture<Integer> exit = next();
            now.updateAndGet(time -> time.plusSeconds(13));
            exit.complete(137);
        }
        next();
        assertThat(givenUp).isNotDone();
    }

    @Test
    void aChildThatIsClosedIsNotStartedAgain() throws Exception {
        Supervised supervised =
                Supervised.start("broker", this::launch, () -> lack, new Silent(), givenUp::complete, clock);
        CompletableFuture<Integer> exit = next();
        supervised.close();
        exit.complete(143);
        assertThat(started.poll(200, TimeUnit.MILLISECONDS)).isNull();
        assertThat(closed).hasSize(1);
        assertThat(givenUp).isNotDone();
    }

    @Test
    void aChildThatDoesNotStartAgainIsGivenUp() throws Exception {
        Supervised.start("registry", this::launch, () -> lack, new Silent(), givenUp::complete, clock);
        broken = true;
        next().complete(1);
        assertThat(givenUp.get(10, TimeUnit.SECONDS)).isEqualTo("the registry does not start again: no disk");
    }

    @Test
    void aChildThatEndsForWantOfRoomComesBackWhenThereIsRoomHoweverOften() throws Exception {
        Supervised.start("broker", this::launch, () -> lack, new Silent(), givenUp::complete, clock);
        for (int ended = 0; ended < 5; ended++) {
            CompletableFuture<Integer> exit = next();
            lack = Optional.of("the disk is full");
            exit.complete(1);
            assertThat(started.poll(200, TimeUnit.MILLISECONDS)).isNull();
            lack = Optional.empty();
        }
        next();
        assertThat(givenUp).isNotDone();
    }

    private CompletableFuture<Integer> next() throws InterruptedException {
        CompletableFuture<Integer> exit = started.poll(10, TimeUnit.SECONDS);
        assertThat(exit).isNotNull();
        return exit == null ? new CompletableFuture<>() : exit;
    }

    private Child launch(int port) throws IOException {
        if (broken) {
            throw new IOException("no disk");
        }
        ports.add(port);
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        started.add(exit);
        return new Child(PORT, "127.0.0.1:" + PORT, exit, () -> closed.add("closed"));
    }

    private static final class Silent implements FleetListener {

        @Override
        public void started(String what, Duration took) {
            // Nothing to see here.
        }

        @Override
        public void notice(String what) {
            // Nothing to see here either.
        }
    }
}
