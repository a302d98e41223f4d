package dev.skerry.platforminstaller.rest;

import dev.skerry.platforminstaller.domain.Cluster;
import dev.skerry.platforminstaller.domain.Node;
import dev.skerry.platforminstaller.domain.Node.Role;
import dev.skerry.platforminstaller.effect.ClusterKeys;
import dev.skerry.platforminstaller.effect.ClusterKeys.NodeFile;
import dev.skerry.platforminstaller.effect.FleetAuthority;
import dev.skerry.platforminstaller.effect.Tokens;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** Works out the join configuration of a node whose claim won. */
public final class JoinConfigurations {

    /** k3s takes the password that lies here instead of making one. */
    private static final String NODE_PASSWORD = "/etc/rancher/node/password";

    private final URI installerUrl;
    private final URI agentsUrl;
    private final ClusterKeys keys;
    private final Tokens tokens;
    private final FleetAuthority authority;

    /**
     * @param installerUrl how nodes reach this service
     * @param agentsUrl how agents reach the app manager
     */
    public JoinConfigurations(
            URI installerUrl, URI agentsUrl, ClusterKeys keys, Tokens tokens, FleetAuthority authority) {
        this.installerUrl = installerUrl;
        this.agentsUrl = agentsUrl;
        this.keys = keys;
        this.tokens = tokens;
        this.authority = authority;
    }

    JoinConfiguration of(Cluster cluster, Node node, String claimId) {
        String id = cluster.id();
        Role role = node.role();
        String salt = keys.salt(id);
        List<NodeFile> files = new ArrayList<>(role.isServer() ? keys.files(id) : List.of());
        files.add(new NodeFile(NODE_PASSWORD, "0600", tokens.nodePassword(id, salt, node.name()) + "\n"));
        byte[] serverCa = keys.serverCa(id);
        return new JoinConfiguration(
                role.name(),
                role.isServer()
                        ? Tokens.secure(serverCa, "server", tokens.serverSecret(id, salt))
                        : Tokens.secure(serverCa, "node", tokens.agentSecret(id, salt)),
                role.isServer() ? tokens.agentSecret(id, salt) : null,
                role == Role.FIRST_SERVER ? "" : cluster.apiEndpoint(),
                files,
                role == Role.FIRST_SERVER ? agent(id, claimId) : null);
    }

    private JoinConfiguration.Agent agent(String clusterId, String claimId) {
        String base = installerUrl.toString().replaceAll("/+$", "");
        return new JoinConfiguration.Agent(
                clusterId,
                agentsUrl.toString().replaceAll("/+$", ""),
                base + "/clusters/" + clusterId + "/enrolment",
                tokens.enrolmentToken(clusterId, claimId),
                authority.certificate());
    }
}
