package dev.skerry.simulation;

import java.io.Serial;

/** A process ends here. An error, so that nobody takes it for a failure that can be handled. */
final class Crash extends Error {

    @Serial
    private static final long serialVersionUID = 1L;

    Crash(String what) {
        super(what, null, false, false);
    }
}
