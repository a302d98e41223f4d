package dev.skerry.local;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a state folder: one installation runs on it at a time. */
final class StateLock implements Closeable {

    private static final String LOCK = "lock";

    private final Path folder;
    private final FileChannel channel;

    private StateLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    /**
     * Takes the folder and makes it when missing.
     *
     * @throws IOException when another process, or this one, runs an installation on it, or it cannot be written
     */
    static StateLock hold(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException(
                    folder + " is in use: another process runs a fleet on it. Stop that one, or choose another folder");
        }
        return new StateLock(folder, channel);
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /** Removes everything in the folder but the lock. */
    void wipe() throws IOException {
        List<Path> entries;
        try (Stream<Path> listed = Files.list(folder)) {
            entries = listed.filter(entry -> !entry.getFileName().toString().equals(LOCK))
                    .toList();
        }
        for (Path entry : entries) {
            try (Stream<Path> tree = Files.walk(entry)) {
                tree.sorted(Comparator.reverseOrder()).forEach(StateLock::delete);
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
