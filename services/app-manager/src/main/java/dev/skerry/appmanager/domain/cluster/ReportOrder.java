package dev.skerry.appmanager.domain.cluster;

import java.time.Duration;
import java.time.Instant;

/**
 * Which of two reports is the newer one. An agent numbers its reports and sends them one after the other, so a number that was
 * seen belongs to a repetition; unless the agent lost its disk and counts from 1 again. That is told by the number 1 itself, which
 * never comes late, or else by the silence: an agent whose reports are dropped as old is not heard, and is believed again after
 * more than one interval between reports.
 */
final class ReportOrder {

    private static final Duration BELIEVED_AFTER = Duration.ofSeconds(15);

    boolean isNewer(ClusterView.Agent agent, AgentReport report, Instant at) {
        if (agent.lastSeen().isEmpty() || report.sequence() > agent.sequence()) {
            return true;
        }
        boolean first = report.sequence() == 1 && agent.sequence() > 1;
        return first || !at.isBefore(agent.lastSeen().get().plus(BELIEVED_AFTER));
    }
}
