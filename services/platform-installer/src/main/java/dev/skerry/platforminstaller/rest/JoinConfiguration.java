package dev.skerry.platforminstaller.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.skerry.platforminstaller.effect.ClusterKeys.NodeFile;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node gets for its nonce; see docs/protocols.md. Its text form shows no secret, for a framework may log what it writes.
 *
 * @param token k3s' secure token
 * @param agentToken what agents join with; for servers
 * @param serverUrl where it joins; empty for the first server
 * @param agent for the cluster's own agent; for the first server
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record JoinConfiguration(
        String role,
        String token,
        @Nullable String agentToken,
        String serverUrl,
        List<NodeFile> files,
        @Nullable Agent agent) {

    /**
     * With what the cluster's agent begins.
     *
     * @param feedUrl the app manager's door for agents
     * @param token valid for one key
     * @param ca the fleet's CA, PEM
     */
    record Agent(String clusterId, String feedUrl, String enrolmentUrl, String token, String ca) {

        @Override
        public String toString() {
            return "Agent[" + clusterId + "]";
        }
    }

    @Override
    public String toString() {
        return "JoinConfiguration[" + role + "]";
    }
}
