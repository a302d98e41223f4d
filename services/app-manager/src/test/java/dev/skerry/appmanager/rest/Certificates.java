package dev.skerry.appmanager.rest;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
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
import org.jspecify.annotations.Nullable;

/** A certificate authority made for one test, and what it issues. */
public final class Certificates {

    /** From which all clients' certificates descend. */
    public static final String ENROLMENT = "e1";

    /** A certificate and its key. */
    public record Issued(X509Certificate certificate, KeyPair keys) {}

    private final Issued authority;

    public Certificates(String name) {
        this.authority = issue(name, null, true, Instant.now().plusSeconds(3600));
    }

    /** Issues for loopback servers and for clients. */
    public Issued issue(String commonName, Instant until) {
        return issue(commonName, authority, false, until);
    }

    /** Writes what a service expects in its secrets folder. */
    public void secrets(Path folder) throws IOException {
        Issued server = issue("localhost", Instant.now().plusSeconds(3600));
        Files.writeString(folder.resolve("ca.crt"), pem(authority.certificate()));
        Files.writeString(folder.resolve("server.crt"), pem(server.certificate()));
        Files.writeString(
                folder.resolve("server.key"),
                pem(new JcaPKCS8Generator(server.keys().getPrivate(), null)));
    }

    /** Trusts this authority, and shows the certificate where one is given. */
    public SSLContext context(@Nullable Issued client) throws GeneralSecurityException, IOException {
        KeyStore trust = empty();
        trust.setCertificateEntry("ca", authority.certificate());
        TrustManagerFactory trusted = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trusted.init(trust);
        KeyStore keys = empty();
        if (client != null) {
            keys.setKeyEntry(
                    "client", client.keys().getPrivate(), new char[0], new X509Certificate[] {client.certificate()});
        }
        KeyManagerFactory shown = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        shown.init(keys, new char[0]);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(shown.getKeyManagers(), trusted.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Issued issue(String commonName, @Nullable Issued issuer, boolean authority, Instant until) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            X500Name subject = new X500Name("CN=" + commonName);
            X500Name issuerName = issuer == null
                    ? subject
                    : new X500Name(
                            issuer.certificate().getSubjectX500Principal().getName());
            var builder = new JcaX509v3CertificateBuilder(
                    issuerName,
                    new BigInteger(64, new SecureRandom()),
                    Date.from(Instant.now().minusSeconds(60)),
                    Date.from(until),
                    subject,
                    keys.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (!authority) {
                List<GeneralName> names = List.of(
                        new GeneralName(GeneralName.dNSName, "localhost"),
                        new GeneralName(GeneralName.iPAddress, "127.0.0.1"),
                        new GeneralName(GeneralName.uniformResourceIdentifier, "urn:skerry:enrolment:" + ENROLMENT));
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            KeyPair signing = issuer == null ? keys : issuer.keys();
            var holder = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(signing.getPrivate()));
            return new Issued(new JcaX509CertificateConverter().getCertificate(holder), keys);
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("a test's certificate could not be made", e);
        }
    }

    private static String pem(Object object) throws IOException {
        StringWriter text = new StringWriter();
        try (JcaPEMWriter writer = new JcaPEMWriter(text)) {
            writer.writeObject(object);
        }
        return text.toString();
    }
}
