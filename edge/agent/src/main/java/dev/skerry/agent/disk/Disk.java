package dev.skerry.agent.disk;

import java.nio.file.Path;

/** Where an agent keeps what must outlive it. */
public interface Disk {

    StableFile file(String name);

    /** A folder's files. */
    static Disk of(Path folder) {
        return name -> new AtomicFile(folder.resolve(name));
    }
}
