package dev.skerry.platforminstaller.effect;

import dev.skerry.runtime.AgentCertificates;
import dev.skerry.runtime.Secrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * The fleet's certificate authority (secrets {@code ca.crt} and {@code ca.key}) as far as agents need it: client certificates that
 * name a cluster and the enrolment from which they descend.
 */
public final class FleetAuthority {

    /** How long an agent's certificate is valid: short, for none is ever revoked; an agent renews it well before. */
    public static final Duration VALIDITY = Duration.ofHours(24);

    /** A site's clock may be behind by so much. */
    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    private static final int SERIAL_BITS = 159;

    private final Secrets secrets;
    private final InstantSource clock;
    private final SecureRandom random = new SecureRandom();

    public FleetAuthority(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** The authority's own certificate, PEM. */
    public String certificate() {
        return secrets.text("ca.crt") + "\n";
    }

    /**
     * Issues a client certificate.
     *
     * @param clusterId becomes the common name, whatever the request says
     * @param enrolmentId of the enrolment that won
     * @return the certificate, PEM
     */
    public String sign(String clusterId, String enrolmentId, Csr request) {
        X509CertificateHolder issuer = Pem.certificate(secrets.text("ca.crt"), "ca.crt");
        PrivateKey key = Pem.privateKey(secrets.text("ca.key"), "ca.key");
        Instant now = clock.instant();
        X500Name subject = new X500NameBuilder().addRDN(BCStyle.CN, clusterId).build();
        X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                issuer.getSubject(),
                new BigInteger(SERIAL_BITS, random).add(BigInteger.ONE),
                Date.from(now.minus(CLOCK_SKEW)),
                Date.from(now.plus(VALIDITY)),
                subject,
                request.publicKey());
        try {
            JcaX509ExtensionUtils utils = new JcaX509ExtensionUtils();
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_clientAuth))
                    .addExtension(
                            Extension.subjectKeyIdentifier,
                            false,
                            utils.createSubjectKeyIdentifier(request.publicKey()))
                    .addExtension(Extension.authorityKeyIdentifier, false, utils.createAuthorityKeyIdentifier(issuer))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(new GeneralName(
                                    GeneralName.uniformResourceIdentifier, AgentCertificates.uri(enrolmentId))));
            return Pem.of(builder.build(new JcaContentSignerBuilder(algorithm(key)).build(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IllegalStateException("ca.key cannot sign: put a usable key of the fleet's CA there", e);
        }
    }

    /** The cluster that a certificate of this authority names; empty for one that is not an agent's. */
    public static Optional<String> cluster(X509Certificate certificate) {
        try {
            return new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
                            .map(rdn -> rdn.getValue().toString())
                            .findFirst();
        } catch (InvalidNameException e) {
            return Optional.empty();
        }
    }

    private static String algorithm(PrivateKey key) {
        return switch (key.getAlgorithm()) {
            case "EC", "ECDSA" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
    }
}
