package dev.skerry.platforminstaller.effect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skerry.runtime.AgentCertificates;
import dev.skerry.runtime.Secrets;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetAuthorityTest {

    private static final Instant NOW = Instant.now().truncatedTo(ChronoUnit.SECONDS);

    @TempDir
    Path folder = Path.of("");

    private FleetAuthority authority = new FleetAuthority(new Secrets(folder), InstantSource.fixed(NOW));

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new FleetAuthority(SecretsFolder.make(folder), InstantSource.fixed(NOW));
    }

    @Test
    void namesTheClusterWhateverTheRequestSays() throws Exception {
        KeyPair key = SecretsFolder.keyPair();
        Csr csr = Csr.parse(SecretsFolder.csr("CN=other.place,O=system:masters", key));
        X509Certificate certificate = x509(authority.sign("small.copenhagen", "hash", csr));
        certificate.verify(x509(authority.certificate()).getPublicKey());
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=small.copenhagen");
        assertThat(FleetAuthority.cluster(certificate)).contains("small.copenhagen");
        assertThat(AgentCertificates.enrolment(certificate)).contains("hash");
        assertThat(certificate.getPublicKey()).isEqualTo(key.getPublic());
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getBasicConstraints()).as("is no CA").isEqualTo(-1);
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofHours(24)));
        assertThat(certificate.getNotBefore().toInstant()).isBefore(NOW);
    }

    @Test
    void noTwoCertificatesShareASerialNumber() throws Exception {
        Csr csr = Csr.parse(SecretsFolder.csr("CN=x", SecretsFolder.keyPair()));
        assertThat(x509(authority.sign("a.x", "h", csr)).getSerialNumber())
                .isPositive()
                .isNotEqualTo(x509(authority.sign("a.x", "h", csr)).getSerialNumber());
    }

    @Test
    void idsAreOfTheKeyNotOfTheRequest() throws Exception {
        KeyPair key = SecretsFolder.keyPair();
        assertThat(Csr.parse(SecretsFolder.csr("CN=a", key)).publicKeySha256())
                .isEqualTo(Csr.parse(SecretsFolder.csr("CN=b", key)).publicKeySha256())
                .isEqualTo(Tokens.sha256(key.getPublic().getEncoded()));
    }

    @Test
    void refusesARequestThatIsNotSignedWithItsOwnKey() throws Exception {
        String stolen = SecretsFolder.csr("CN=x", SecretsFolder.keyPair(), SecretsFolder.keyPair(), "SHA256withECDSA");
        assertThatThrownBy(() -> Csr.parse(stolen))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("own key");
    }

    @Test
    void refusesOtherKeys() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        KeyPair pair = rsa.generateKeyPair();
        String rsaCsr = SecretsFolder.csr("CN=x", pair, pair, "SHA256withRSA");
        assertThatThrownBy(() -> Csr.parse(rsaCsr)).hasMessageContaining("P-256");
        KeyPairGenerator p384 = KeyPairGenerator.getInstance("EC");
        p384.initialize(new ECGenParameterSpec("secp384r1"));
        String otherCurve = SecretsFolder.csr("CN=x", p384.generateKeyPair());
        assertThatThrownBy(() -> Csr.parse(otherCurve)).hasMessageContaining("P-256");
    }

    @Test
    void refusesWhatIsNoRequest() throws Exception {
        assertThatThrownBy(() -> Csr.parse("")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Csr.parse("hello")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Csr.parse(authority.certificate())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Csr.parse("x".repeat(9000))).hasMessageContaining("longer");
        assertThatThrownBy(() -> Csr.parse("-----BEGIN CERTIFICATE REQUEST-----\n"
                        + Base64.getEncoder().encodeToString(new byte[64])
                        + "\n-----END CERTIFICATE REQUEST-----\n"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static X509Certificate x509(String pem) throws Exception {
        return (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
