package dev.skerry.sim.ipxe;

import java.net.URI;
import java.util.List;

/** What running a script came to. */
public sealed interface Outcome {

    /** A kernel is started. */
    record Kernel(URI kernel, List<String> arguments, List<URI> initrds) implements Outcome {

        public Kernel {
            arguments = List.copyOf(arguments);
            initrds = List.copyOf(initrds);
        }
    }

    /** The local disk is started. */
    record LocalDisk() implements Outcome {}

    record Restart() implements Outcome {}

    record PowerOff() implements Outcome {}

    /** The firmware tries the next device; the reason is for a person. */
    record NextDevice(String reason) implements Outcome {}
}
