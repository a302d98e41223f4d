package dev.skerry.provisioner.effect;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What machines fetch besides scripts: kernel, ramdisk, disk images. Files for one architecture stand in a folder of its name, arm64
 * say, and count before those beside it. Safe for use by many threads.
 */
public final class BootFiles {

    private static final int BUFFER = 1 << 20;

    /**
     * A file that is served.
     *
     * @param sha256 of all of it, 32 bytes
     */
    public record BootFile(Path path, byte[] sha256) {}

    private record Hashed(long size, FileTime modified, byte[] sha256) {}

    private final Optional<Path> folder;
    private final Map<Path, Hashed> hashes = new ConcurrentHashMap<>();

    /**
     * Makes one.
     *
     * @param folder with vmlinuz, initrd and what else is served; without one nothing is
     */
    public BootFiles(Optional<Path> folder) {
        this.folder = folder;
    }

    /** A file by its path below the folder. It is hashed when it is asked for first and when it has changed. */
    public Optional<BootFile> find(String path) {
        return folder.flatMap(root -> inside(root, path)).map(file -> new BootFile(file, sha256(file)));
    }

    /**
     * The path of a file for an architecture: of its own folder when it is there, else of the folder of all.
     *
     * @param architecture as iPXE names it in {@code buildarch}
     */
    String path(String architecture, String name) {
        String own = architecture + "/" + name;
        return architecture.matches("[a-z0-9_]+")
                        && folder.flatMap(root -> inside(root, own)).isPresent()
                ? own
                : name;
    }

    private static Optional<Path> inside(Path root, String path) {
        try {
            Path real = root.toRealPath();
            Path file = real.resolve(path.replaceFirst("^/+", "")).toRealPath();
            return file.startsWith(real) && Files.isRegularFile(file) ? Optional.of(file) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            return Optional.empty();
        }
    }

    private byte[] sha256(Path file) {
        return hashes.compute(file, (_, known) -> hashed(file, known)).sha256();
    }

    private static Hashed hashed(Path file, @Nullable Hashed known) {
        try {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            if (known != null && known.size() == now.size() && known.modified().equals(now.lastModifiedTime())) {
                return known;
            }
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
                byte[] buffer = new byte[BUFFER];
                while (content.read(buffer) >= 0) {
                    // The digest sees what is read.
                }
            }
            return new Hashed(now.size(), now.lastModifiedTime(), digest.digest());
        } catch (IOException e) {
            throw new UncheckedIOException("the boot file " + file + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
