package dev.skerry.runtime.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemSslEngineFactoryTest {

    @TempDir
    Path folder = Path.of("");

    @Test
    void aRenewedCertificateCountsAtTheNextConnectionAndABrokenOneDoesNot() throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        TestAuthority.Identity own = authority.issue("inventory");
        try (PemSslEngineFactory factory = new PemSslEngineFactory()) {
            factory.configure(
                    Map.of(PemSslEngineFactory.FILES, new PemFiles(authority.ca(), own.certificate(), own.key())));
            X509Certificate first = shown(factory);
            assertThat(shown(factory)).isEqualTo(first);

            authority.issue("inventory");
            factory.createClientSslEngine("broker", 9093, "https");
            X509Certificate second = shown(factory);
            assertThat(second).isNotEqualTo(first);

            Files.writeString(own.key(), "half a fi");
            factory.createClientSslEngine("broker", 9093, "https");
            assertThat(shown(factory)).isEqualTo(second);
        }
    }

    @Test
    void theBrokersNameIsChecked() {
        TestAuthority authority = new TestAuthority(folder);
        TestAuthority.Identity own = authority.issue("inventory");
        try (PemSslEngineFactory factory = new PemSslEngineFactory()) {
            factory.configure(
                    Map.of(PemSslEngineFactory.FILES, new PemFiles(authority.ca(), own.certificate(), own.key())));
            SSLEngine engine = factory.createClientSslEngine("broker", 9093, "https");
            assertThat(engine.getUseClientMode()).isTrue();
            assertThat(engine.getPeerHost()).isEqualTo("broker");
            assertThat(engine.getSSLParameters().getEndpointIdentificationAlgorithm())
                    .isEqualTo("https");
            assertThat(engine.getEnabledProtocols()).containsExactlyInAnyOrder("TLSv1.3", "TLSv1.2");
        }
    }

    private static X509Certificate shown(PemSslEngineFactory factory) throws Exception {
        KeyStore keys = Objects.requireNonNull(factory.keystore());
        return (X509Certificate) keys.getCertificate(keys.aliases().nextElement());
    }
}
