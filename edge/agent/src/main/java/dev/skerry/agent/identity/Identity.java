package dev.skerry.agent.identity;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Who the agent is.
 *
 * @param key of the first certificate of the chain
 * @param chain the agent's certificate first
 * @param ca the authorities that the centre's doors are trusted by, PEM
 */
public record Identity(PrivateKey key, List<X509Certificate> chain, String ca) {

    private static final String KEY = "PRIVATE KEY";
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String AUTHORITIES = "\nauthorities:\n";

    public Identity {
        chain = List.copyOf(chain);
        if (chain.isEmpty()) {
            throw new IllegalArgumentException("an identity needs a certificate");
        }
    }

    /** Two thirds through the certificate's life. */
    public Instant renewAt() {
        Instant begin = chain.getFirst().getNotBefore().toInstant();
        return begin.plus(Duration.between(begin, expiresAt()).multipliedBy(2).dividedBy(3));
    }

    public Instant expiresAt() {
        return chain.getFirst().getNotAfter().toInstant();
    }

    /** Key, certificates and authorities in one text, so that they can only be replaced together. */
    String toText() throws GeneralSecurityException {
        var text = new StringBuilder(Pem.encode(KEY, key.getEncoded()));
        for (var certificate : chain) {
            text.append(Pem.encode(CERTIFICATE, certificate.getEncoded()));
        }
        return text.append(AUTHORITIES).append(ca).toString();
    }

    static Identity fromText(String text) throws GeneralSecurityException {
        int split = text.indexOf(AUTHORITIES);
        if (split < 0) {
            throw new GeneralSecurityException("no authorities");
        }
        return new Identity(
                keyFromText(text),
                certificates(text.substring(0, split)),
                text.substring(split + AUTHORITIES.length()));
    }

    static PrivateKey keyFromText(String text) throws GeneralSecurityException {
        var blocks = Pem.decode(KEY, text);
        if (blocks.isEmpty()) {
            throw new GeneralSecurityException("no private key");
        }
        return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(blocks.getFirst()));
    }

    /** @throws GeneralSecurityException when there is none, or one that is no X.509 certificate */
    static List<X509Certificate> certificates(String pem) throws GeneralSecurityException {
        var factory = CertificateFactory.getInstance("X.509");
        var found = new ArrayList<X509Certificate>();
        for (byte[] der : Pem.decode(CERTIFICATE, pem)) {
            found.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
        }
        if (found.isEmpty()) {
            throw new GeneralSecurityException("no certificate");
        }
        return found;
    }
}
