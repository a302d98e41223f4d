package dev.skerry.platforminstaller.rest;

import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;

/** A refusal is final for the one that calls, so nobody is refused by a service that has not read everything. */
final class Complete {

    private Complete() {}

    /** @throws Problem 503 while the service has not read all clusters as they are now */
    static void require(ReadModel<?> clusters) {
        if (!clusters.caughtUp()) {
            throw new Problem(
                    503, "", "the service has just started and does not know all clusters yet", "try again in 2 s");
        }
    }
}
