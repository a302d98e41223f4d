package dev.skerry.agent;

import java.time.Instant;
import java.util.Optional;

/**
 * How an agent does.
 *
 * @param enrolled whether it has a certificate
 * @param connected whether the feed is open
 * @param generation the newest desired state on disk; 0 when there is none
 * @param applied the newest generation that was applied in this run; 0 when there is none
 * @param lastSequence of the last report that was accepted in this run; 0 when there is none
 * @param lastAccepted when that was
 * @param trouble the last failure of a call, for a person; empty when the last call of each kind went well
 */
public record AgentStatus(
        boolean enrolled,
        boolean connected,
        long generation,
        long applied,
        long lastSequence,
        Optional<Instant> lastAccepted,
        String trouble) {}
