package dev.skerry.agent.disk;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** A file that is always whole: written beside, forced to disk, renamed. Only its owner may read it (mode 0600). */
public final class AtomicFile implements StableFile {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path path;
    private final Path folder;

    public AtomicFile(Path path) {
        this.path = path.toAbsolutePath();
        folder = Objects.requireNonNull(this.path.getParent(), "a file lies in a folder");
    }

    @Override
    public String place() {
        return path.toString();
    }

    @Override
    public synchronized void write(String content) throws IOException {
        Files.createDirectories(folder);
        Path beside = folder.resolve(path.getFileName() + ".new");
        Files.deleteIfExists(beside);
        try (var channel = FileChannel.open(beside, Set.of(CREATE, WRITE, TRUNCATE_EXISTING), OWNER_ONLY)) {
            var bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        try (var directory = FileChannel.open(folder, READ)) {
            directory.force(true);
        }
    }

    @Override
    public Optional<String> read() throws IOException {
        try {
            return Optional.of(Files.readString(path));
        } catch (NoSuchFileException absent) {
            return Optional.empty();
        }
    }

    public void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    @Override
    public void putAside() throws IOException {
        Files.move(path, path.resolveSibling(path.getFileName() + ".unreadable"), StandardCopyOption.REPLACE_EXISTING);
    }
}
