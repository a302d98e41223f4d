package dev.skerry.runtime;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an agent's client certificate says beside its cluster: a URI in its subject alternative name names the enrolment from which it descends. */
public final class AgentCertificates {

    private static final String ENROLMENT = "urn:skerry:enrolment:";
    private static final int URI_NAME = 6;

    private AgentCertificates() {}

    /** The URI that names an enrolment. */
    public static String uri(String enrolmentId) {
        return ENROLMENT + enrolmentId;
    }

    /** The enrolment that a certificate names; empty when it names none. */
    public static Optional<String> enrolment(X509Certificate certificate) {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Optional.empty()
                    : names.stream()
                            .filter(name -> Integer.valueOf(URI_NAME).equals(name.get(0)))
                            .map(name -> String.valueOf(name.get(1)))
                            .filter(uri -> uri.startsWith(ENROLMENT))
                            .map(uri -> uri.substring(ENROLMENT.length()))
                            .findFirst();
        } catch (CertificateParsingException e) {
            return Optional.empty();
        }
    }
}
