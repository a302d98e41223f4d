package dev.skerry.sim.ipxe;

import java.io.IOException;
import java.net.URI;
import java.util.Optional;

/** What a script can reach of the machine that runs it. */
public interface Firmware {

    /** @throws IOException when there is no answer, or one that is no success */
    String fetch(URI uri) throws IOException, InterruptedException;

    void sleep(int seconds) throws InterruptedException;

    /** A setting by its name without a scope, such as {@code mac} or {@code uuid}; empty when it is not set. */
    Optional<String> setting(String name);

    /** Whether drive 0x80 can be booted. */
    boolean hasBootableDisk();
}
