package dev.skerry.platforminstaller.domain;

import java.time.Instant;

/** Whether something is true of a cluster. @param since when it came to be so */
public record Condition(Type type, boolean holds, String reason, Instant since) {

    /** What can be true of a cluster. */
    public enum Type {
        CONTROL_PLANE_READY,
        NODES_READY,
        AGENT_CONNECTED,
        TOOLS_READY
    }
}
