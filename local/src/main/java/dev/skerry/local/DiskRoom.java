package dev.skerry.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether the disk under a peer's folder has room for it to run. */
interface DiskRoom {

    /** Below this a peer is not started: it would end again, bytes. */
    long LEAST = 64L << 20;

    /** What is lacking, for a person; empty when there is room. */
    Optional<String> lack();

    /** The room on the disk under a folder, which may not be there yet. */
    static DiskRoom under(Path folder) {
        return () -> {
            try {
                Path existing = folder;
                while (!Files.exists(existing) && existing.getParent() != null) {
                    existing = existing.getParent();
                }
                long usable = Files.getFileStore(existing).getUsableSpace();
                return usable >= LEAST
                        ? Optional.empty()
                        : Optional.of("the disk under %s is full: %d MiB are left, %d are needed"
                                .formatted(folder, usable >> 20, LEAST >> 20));
            } catch (IOException e) {
                return Optional.of("the disk under " + folder + " cannot be asked: " + e);
            }
        };
    }
}
