package dev.skerry.peers;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A peer's folder, held by one parent at a time. It knows the child that a former parent left behind. */
final class StateFolder implements Closeable {

    private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);

    /** A process's start time is worked out from the boot time, which the kernel rounds anew each time it is asked. */
    private static final long START_TOLERANCE_MILLIS = 2_000;

    private static final Duration FORMER_GRACE = Duration.ofSeconds(15);

    private final Path folder;
    private final FileChannel lock;

    private StateFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Takes the folder, makes it when missing, and stops the child that a former parent left running in it.
     *
     * @throws IOException when a living parent holds it or it cannot be written
     * @throws InterruptedException when interrupted while the former child stops
     */
    static StateFolder hold(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        FileChannel lock =
                FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (tryLock(lock) == null) {
                throw new IOException(folder + " is in use: another process runs a peer on it");
            }
            StateFolder held = new StateFolder(folder, lock);
            held.stopFormer();
            return held;
        } catch (IOException | InterruptedException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** Remembers the child, for a parent that comes after this one was killed. */
    void remember(ProcessHandle child) throws IOException {
        Files.writeString(pidFile(), child.pid() + " " + startMillis(child).orElse(0L));
    }

    /** Forgets the child: it has ended. Once the folder was let go this does nothing, for it may be another's. */
    void forget() throws IOException {
        if (lock.isOpen()) {
            Files.deleteIfExists(pidFile());
        }
    }

    /** Lets the folder go. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    private void stopFormer() throws IOException, InterruptedException {
        Optional<ProcessHandle> former = former();
        if (former.isPresent()) {
            LOG.warn(
                    "Stopping process {}, which an earlier run left in {}",
                    former.get().pid(),
                    folder);
            stop(former.get(), FORMER_GRACE);
        }
        forget();
    }

    private Optional<ProcessHandle> former() throws IOException {
        if (!Files.exists(pidFile())) {
            return Optional.empty();
        }
        String[] words = Files.readString(pidFile()).split(" ", -1);
        if (words.length != 2 || !words[0].matches("\\d{1,18}") || !words[1].matches("\\d{1,18}")) {
            return Optional.empty();
        }
        long start = Long.parseLong(words[1]);
        return ProcessHandle.of(Long.parseLong(words[0]))
                .filter(p -> startMillis(p)
                        .filter(s -> Math.abs(s - start) <= START_TOLERANCE_MILLIS)
                        .isPresent());
    }

    /**
     * Ends a process: asks, waits, and kills it when it has not ended.
     *
     * @param grace how long it may take over an orderly end
     */
    static void stop(ProcessHandle process, Duration grace) throws InterruptedException {
        process.destroy();
        try {
            process.onExit().get(grace.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.warn(
                    "Process {} has not ended within {} s of being asked: killing it",
                    process.pid(),
                    grace.toSeconds());
            process.destroyForcibly();
            process.onExit().join();
        } catch (ExecutionException e) {
            throw new IllegalStateException("waiting for process " + process.pid() + " failed", e);
        }
    }

    private static Optional<Long> startMillis(ProcessHandle process) {
        return process.info().startInstant().map(i -> i.toEpochMilli());
    }

    private Path pidFile() {
        return folder.resolve("pid");
    }
}
