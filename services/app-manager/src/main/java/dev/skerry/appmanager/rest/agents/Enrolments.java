package dev.skerry.appmanager.rest.agents;

import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.clusters.ClusterState;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Lets in the agent that its cluster enrolled last. The certificate of a former one, from a control plane that was started over, is valid to
 * its end and speaks for nobody.
 */
public final class Enrolments {

    private final ReadModel<ClusterState> clusters;
    private final Duration patience;

    /** @param patience how far the platform installer, which has just answered an agent, may be ahead of what is known here */
    public Enrolments(ReadModel<ClusterState> clusters, Duration patience) {
        this.clusters = clusters;
        this.patience = patience;
    }

    /** @throws Problem 403 when the cluster is unknown or enrolled another agent, 503 while not all clusters have been read */
    AgentIdentity current(AgentIdentity agent) {
        if (isCurrent(agent, clusters.get(agent.clusterId()).orElse(null))) {
            return agent;
        }
        if (!clusters.caughtUp()) {
            throw Problem.later(
                    503, "the service has just started and does not know all clusters yet", "try again", patience);
        }
        if (clusters.await(agent.clusterId(), cluster -> isCurrent(agent, cluster), patience)
                .isEmpty()) {
            throw new Problem(
                    403,
                    "",
                    "the certificate comes from an enrolment that is over",
                    "enrol with the token of the cluster's newest claim");
        }
        return agent;
    }

    /** Whether its cluster has enrolled no other agent since, as far as is known here. */
    boolean isCurrent(AgentIdentity agent) {
        return isCurrent(agent, clusters.get(agent.clusterId()).orElse(null));
    }

    /** Tells a listener the id of each cluster that changes. */
    void onChange(Consumer<String> listener) {
        clusters.subscribe((clusterId, _) -> listener.accept(clusterId));
    }

    private static boolean isCurrent(AgentIdentity agent, @Nullable ClusterState cluster) {
        return cluster != null && agent.enrolment().equals(cluster.getEnrolmentId());
    }
}
