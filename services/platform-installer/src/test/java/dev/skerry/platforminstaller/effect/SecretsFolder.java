package dev.skerry.platforminstaller.effect;

import dev.skerry.runtime.Secrets;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;

/** A secrets folder as an installation has it, with a fleet CA and a door's certificate of its own. */
public final class SecretsFolder {

    private SecretsFolder() {}

    public static Secrets make(Path folder) throws Exception {
        KeyPair ca = keyPair();
        X509CertificateHolder caCertificate = SelfSigned.authority("fleet CA", ca, Instant.now());
        Files.writeString(folder.resolve("ca.crt"), Pem.of(caCertificate));
        Files.writeString(folder.resolve("ca.key"), Pem.ofCurveKey(ca));
        KeyPair server = keyPair();
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(
                caCertificate.getSubject(),
                java.math.BigInteger.TWO,
                Date.from(Instant.now().minus(Duration.ofMinutes(1))),
                Date.from(Instant.now().plus(Duration.ofHours(1))),
                new X500Name("CN=door"),
                server.getPublic());
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(new GeneralName[] {
            new GeneralName(GeneralName.dNSName, "localhost"),
            new GeneralName(
                    GeneralName.iPAddress, InetAddress.getLoopbackAddress().getHostAddress())
        }));
        Files.writeString(
                folder.resolve("server.crt"),
                Pem.of(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(ca.getPrivate()))));
        Files.writeString(folder.resolve("server.key"), pkcs8(server));
        Files.writeString(folder.resolve("cluster.key"), "00112233445566778899aabbccddeeff".repeat(2) + "\n");
        return new Secrets(folder);
    }

    public static KeyPair keyPair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** A certificate request in PEM. */
    public static String csr(String subject, KeyPair key, KeyPair signer, String algorithm) throws Exception {
        return Pem.of(new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), key.getPublic())
                .build(new JcaContentSignerBuilder(algorithm).build(signer.getPrivate())));
    }

    public static String csr(String subject, KeyPair key) throws Exception {
        return csr(subject, key, key, "SHA256withECDSA");
    }

    private static String pkcs8(KeyPair pair) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + java.util.Base64.getMimeEncoder()
                        .encodeToString(pair.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }
}
