package dev.skerry.platforminstaller.rest;

import dev.skerry.catalogue.Topics;
import dev.skerry.platforminstaller.effect.Csr;
import dev.skerry.platforminstaller.effect.FleetAuthority;
import dev.skerry.platforminstaller.effect.Tokens;
import dev.skerry.runtime.AgentCertificates;
import dev.skerry.runtime.EventPublisher;
import dev.skerry.runtime.Problem;
import dev.skerry.runtime.ReadModel;
import dev.skerry.schemas.clusters.AgentEnrolmentObserved;
import dev.skerry.schemas.clusters.ClusterState;
import dev.skerry.schemas.clusters.NodeRole;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a cluster's agent is answered; the HTTP around it is in {@link AgentController}. */
public final class AgentDoor {

    /** @param certificate the agent's, PEM @param ca the fleet's CA, PEM */
    record Credentials(String certificate, String ca) {}

    /** What an agent that enrols presents. Its text form shows no secret. */
    record Enrolment(@Nullable String token, @Nullable String csr) {

        @Override
        public String toString() {
            return "Enrolment[]";
        }
    }

    /** What an agent that renews its certificate presents. */
    record Renewal(@Nullable String csr) {}

    private final ReadModel<ClusterState> clusters;
    private final EventPublisher events;
    private final Tokens tokens;
    private final FleetAuthority authority;
    private final Duration patience;

    /** @param patience how long a decision is waited for */
    public AgentDoor(
            ReadModel<ClusterState> clusters,
            EventPublisher events,
            Tokens tokens,
            FleetAuthority authority,
            Duration patience) {
        this.clusters = clusters;
        this.events = events;
        this.tokens = tokens;
        this.authority = authority;
        this.patience = patience;
    }

    /**
     * Exchanges a cluster's token, once, for a certificate. The enrolment's id is the hash of the key, so that a key whose answer was
     * lost may ask again, and no other key may.
     */
    Credentials enrol(String clusterId, Enrolment enrolment) {
        ClusterState cluster = cluster(clusterId);
        if (!isToken(cluster, enrolment.token())) {
            throw new Problem(
                    403, "token", "this is not the cluster's enrolment token", "take it from the first server's claim");
        }
        Csr csr = csr(enrolment.csr());
        String enrolmentId = csr.publicKeySha256();
        if (cluster.getEnrolmentId() == null) {
            events.publish(
                    Topics.NODE_OBSERVATIONS,
                    cluster.getSite(),
                    new AgentEnrolmentObserved(clusterId, cluster.getSite(), enrolmentId, enrolmentId));
            cluster = clusters.await(clusterId, state -> state.getEnrolmentId() != null, patience)
                    .orElseThrow(() -> new Problem(503, "", "the enrolment is not decided yet", "try again in 2 s"));
        }
        if (!enrolmentId.equals(cluster.getEnrolmentId())) {
            throw new Problem(
                    409,
                    "token",
                    "this token was used with another key",
                    "enrol with the key that was used, or have the first server installed anew");
        }
        return credentials(clusterId, enrolmentId, csr);
    }

    /** Renews a certificate for the name that it has. @param certificate the one by which the agent connected */
    Credentials renew(String clusterId, @Nullable X509Certificate certificate, Renewal renewal) {
        if (certificate == null) {
            throw new Problem(401, "", "no client certificate was presented", "connect with the agent's certificate");
        }
        if (FleetAuthority.cluster(certificate).filter(clusterId::equals).isEmpty()) {
            throw new Problem(
                    403, "", "the client certificate names another cluster", "renew under the certificate's own name");
        }
        ClusterState cluster = cluster(clusterId);
        Optional<String> enrolmentId =
                AgentCertificates.enrolment(certificate).filter(id -> Objects.equals(id, cluster.getEnrolmentId()));
        return credentials(
                clusterId,
                enrolmentId.orElseThrow(() -> new Problem(
                        403,
                        "",
                        "the certificate comes from an enrolment that another one replaced",
                        "enrol with the token of the newest claim")),
                csr(renewal.csr()));
    }

    private boolean isToken(ClusterState cluster, @Nullable String token) {
        return token != null
                && cluster.getNodes().stream()
                        .filter(node -> node.getRole() == NodeRole.FIRST_SERVER)
                        .flatMap(node -> Optional.ofNullable(node.getClaimId()).stream())
                        .anyMatch(claimId ->
                                Tokens.matches(tokens.enrolmentToken(cluster.getClusterId(), claimId), token));
    }

    private ClusterState cluster(String clusterId) {
        Complete.require(clusters);
        return clusters.get(clusterId)
                .orElseThrow(() -> Problem.unknown(
                        "cluster", "no cluster is called " + clusterId, "use the id from the first server's claim"));
    }

    private static Csr csr(@Nullable String pem) {
        if (pem == null) {
            throw Problem.field("csr", "is missing", "send a certificate request (PKCS #10) in PEM");
        }
        try {
            return Csr.parse(pem);
        } catch (IllegalArgumentException e) {
            throw Problem.field(
                    "csr", String.valueOf(e.getMessage()), "send a certificate request for a P-256 key in PEM");
        }
    }

    private Credentials credentials(String clusterId, String enrolmentId, Csr csr) {
        return new Credentials(authority.sign(clusterId, enrolmentId, csr), authority.certificate());
    }
}
