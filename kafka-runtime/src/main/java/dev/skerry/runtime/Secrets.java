package dev.skerry.runtime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** The secrets folder, in docker's and Kubernetes' style: one file a value. Files are read at each call, so a change counts at once. */
public final class Secrets {

    private final Path folder;

    public Secrets(Path folder) {
        this.folder = folder.toAbsolutePath().normalize();
    }

    /** A place in the folder. @throws IllegalArgumentException when the name leads out of it */
    public Path path(String name) {
        Path path = folder.resolve(name).normalize();
        if (!path.startsWith(folder)) {
            throw new IllegalArgumentException("a secret's name must stay in the secrets folder: " + name);
        }
        return path;
    }

    public boolean exists(String name) {
        return Files.isRegularFile(path(name));
    }

    /** A secret's text without surrounding white space. @throws UncheckedIOException naming the file when it cannot be read */
    public String text(String name) {
        try {
            return Files.readString(path(name)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the secret " + path(name) + ": put it there", e);
        }
    }

    /** A secret that is written in hex. */
    public byte[] hex(String name) {
        return HexFormat.of().parseHex(text(name));
    }
}
