package dev.skerry.peers;

import java.nio.file.Path;

/**
 * How one peer runs.
 *
 * @param dist where the programs are, see {@link Dist}
 * @param state the peer's own folder: data, log, generated configuration. It is made when missing and used again by the next start;
 *     one running peer holds it at a time
 * @param port the loopback port, 0 to 65535. 0 means the port of the last start on this folder if it is free, else a free one
 * @param heapMebibytes the peer's largest Java heap in MiB, 128 to 65536
 */
public record Settings(Dist dist, Path state, int port, int heapMebibytes) {

    public Settings {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("port must be within 0 to 65535: " + port);
        }
        if (heapMebibytes < 128 || heapMebibytes > 65_536) {
            throw new IllegalArgumentException("heapMebibytes must be within 128 to 65536: " + heapMebibytes);
        }
        state = state.toAbsolutePath().normalize();
    }

    /** These settings on that port. */
    public Settings withPort(int port) {
        return new Settings(dist, state, port, heapMebibytes);
    }

    /** These settings with a heap of at most that many MiB. */
    public Settings withHeap(int mebibytes) {
        return new Settings(dist, state, port, mebibytes);
    }
}
