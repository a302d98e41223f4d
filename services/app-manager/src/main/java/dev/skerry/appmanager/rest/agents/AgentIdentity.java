package dev.skerry.appmanager.rest.agents;

import dev.skerry.runtime.AgentCertificates;
import dev.skerry.runtime.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * Who calls the agents' door: taken from the client certificate, which TLS has verified, and from nothing else.
 *
 * @param clusterId the certificate's common name
 * @param enrolment the enrolment from which the certificate descends
 * @param until when the certificate ends; no stream outlives it
 */
record AgentIdentity(String clusterId, String enrolment, Instant until) {

    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final Pattern CLUSTER = Pattern.compile("[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?");

    /** @throws Problem 403 when there is no certificate, or it does not name a cluster and an enrolment */
    static AgentIdentity of(HttpServletRequest request) {
        if (!(request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain) || chain.length == 0) {
            throw new Problem(403, "", "there is no client certificate", "enrol the agent and use the agents' port");
        }
        return of(chain[0]);
    }

    static AgentIdentity of(X509Certificate certificate) {
        List<String> names = names(certificate.getSubjectX500Principal());
        if (names.size() != 1 || !CLUSTER.matcher(names.getFirst()).matches()) {
            throw new Problem(403, "", "the client certificate names no cluster", "enrol the agent again");
        }
        String enrolment = AgentCertificates.enrolment(certificate)
                .orElseThrow(() ->
                        new Problem(403, "", "the client certificate names no enrolment", "enrol the agent again"));
        return new AgentIdentity(
                names.getFirst(), enrolment, certificate.getNotAfter().toInstant());
    }

    private static List<String> names(X500Principal subject) {
        try {
            return new LdapName(subject.getName(X500Principal.RFC2253))
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN") && rdn.size() == 1)
                            .map(Rdn::getValue)
                            .map(String::valueOf)
                            .toList();
        } catch (InvalidNameException e) {
            return List.of();
        }
    }
}
