package dev.skerry.agent;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** The centre as the reporter sees it. */
public interface Centre {

    /** Whether the agent may call it: not before it has an identity. */
    boolean isOpen();

    /**
     * Posts a report and waits for the answer.
     *
     * @param report JSON, as in docs/protocols.md
     * @throws IOException when there is no answer; the report may have come through
     */
    Answer report(String report) throws IOException, InterruptedException;

    /**
     * What the centre says.
     *
     * @param status HTTP's
     * @param retryAfter how long it wants to be left alone
     */
    record Answer(int status, Optional<Duration> retryAfter) {}
}
