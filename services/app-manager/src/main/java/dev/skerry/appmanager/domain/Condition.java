package dev.skerry.appmanager.domain;

import java.time.Instant;

/**
 * Something that is or is not true of a cluster.
 *
 * @param type what
 * @param holds whether it is true
 * @param reason for a person
 * @param since when that changed
 */
public record Condition(Type type, boolean holds, String reason, Instant since) {

    /** What can be true of a cluster. */
    public enum Type {
        CONTROL_PLANE_READY,
        NODES_READY,
        AGENT_CONNECTED,
        TOOLS_READY
    }
}
