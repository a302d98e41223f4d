package dev.skerry.agent.disk;

import java.io.IOException;
import java.util.Optional;

/** A file that is always whole: after a crash it has the content of before or that of after. */
public interface StableFile {

    /** Where it is, for a person. */
    String place();

    /** Returns once the new content will outlive a crash. */
    void write(String content) throws IOException;

    /** The content; empty when the file does not exist. */
    Optional<String> read() throws IOException;

    /** Keeps an unreadable file for a person to look at, out of the way. */
    void putAside() throws IOException;
}
