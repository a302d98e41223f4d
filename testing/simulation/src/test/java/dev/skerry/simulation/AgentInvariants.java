package dev.skerry.simulation;

import java.util.HashMap;
import java.util.Map;

/** What holds of agents. */
final class AgentInvariants {

    private AgentInvariants() {}

    static final class NothingRemovedUnlessTold extends Invariant {
        @Override
        void removes(Plane plane, String app) {
            require(!plane.agent().isToRun(app), "%s removes %s, which it was told to run", plane.clusterId(), app);
        }
    }

    static final class ReportNumbersOnlyGrow extends Invariant {
        private final Map<EdgeAgent, Long> newest = new HashMap<>();

        @Override
        void reports(EdgeAgent agent, long sequence, long generation) {
            long before = newest.getOrDefault(agent, 0L);
            require(sequence > before, "%s reports %d after %d", agent.clusterId(), sequence, before);
            newest.put(agent, sequence);
        }
    }

    static final class DiskIsAlwaysWhole extends Invariant {
        @Override
        void unreadable(String place) {
            require(false, "%s could not be read", place);
        }
    }
}
