package dev.skerry.runtime.connection;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** A certificate authority of a test, and what it signs, as PEM files in one folder. */
public final class TestAuthority {

    private final Path folder;
    private final KeyPair keys = newKeys();
    private final X509Certificate certificate;

    public TestAuthority(Path folder) {
        this.folder = folder;
        X500Name name = new X500Name("CN=test authority");
        certificate = sign(name, keys, name, new BasicConstraints(0));
        write(folder.resolve("ca.crt"), pem(certificate));
    }

    /** The authority's certificate. */
    public Path ca() {
        return folder.resolve("ca.crt");
    }

    /** Makes a certificate for a name, good for 127.0.0.1 too; one that was there before is replaced. */
    public Identity issue(String commonName) {
        KeyPair own = newKeys();
        Identity identity = new Identity(folder.resolve(commonName + ".crt"), folder.resolve(commonName + ".key"));
        X509Certificate signed = sign(
                new X500Name("CN=" + commonName), own, new X500Name("CN=test authority"), new BasicConstraints(false));
        write(identity.certificate(), pem(signed));
        write(identity.key(), pem(pkcs8(own)));
        return identity;
    }

    /**
     * What one side shows.
     *
     * @param certificate in PEM
     * @param key its private key, PKCS#8 in PEM
     */
    public record Identity(Path certificate, Path key) {

        /** Both in one file, as brokers want it. */
        public Path together() throws IOException {
            Path both = certificate.resolveSibling(certificate.getFileName() + ".pem");
            return Files.writeString(both, Files.readString(key) + Files.readString(certificate));
        }
    }

    private X509Certificate sign(X500Name subject, KeyPair own, X500Name issuer, BasicConstraints constraints) {
        Instant now = Instant.now();
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(new JcaX509v3CertificateBuilder(
                                    issuer,
                                    new BigInteger(100, new SecureRandom()).add(BigInteger.ONE),
                                    Date.from(now.minus(Duration.ofHours(1))),
                                    Date.from(now.plus(Duration.ofDays(1))),
                                    subject,
                                    own.getPublic())
                            .addExtension(Extension.basicConstraints, true, constraints)
                            .addExtension(
                                    Extension.subjectAlternativeName,
                                    false,
                                    new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")))
                            .build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static JcaPKCS8Generator pkcs8(KeyPair pair) {
        try {
            return new JcaPKCS8Generator(pair.getPrivate(), null);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(Object object) {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return text.toString();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
