package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How power controllers are reached: with which credentials, and whose certificates are trusted. A certificate is accepted when it
 * comes from a CA that the JDK knows, or from {@code bmc/NAME/ca.crt} in the secrets folder; then from no other.
 */
final class RedfishClients {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final int MOST_CLIENTS = 64;

    private final BmcSecrets secrets;
    private final HttpClient publicTrust = client(Optional.empty());
    private final Bounded<String, HttpClient> privateTrust = new Bounded<>(MOST_CLIENTS, HttpClient::shutdown);

    RedfishClients(BmcSecrets secrets) {
        this.secrets = secrets;
    }

    /** The client that trusts what the controller's certificate must come from. */
    HttpClient client(Bmc bmc) throws PowerException {
        Optional<String> ca = secrets.optional(bmc, "ca.crt");
        try {
            return ca.isEmpty() ? publicTrust : privateTrust.get(ca.get(), pem -> client(Optional.of(trusting(pem))));
        } catch (IllegalArgumentException e) {
            throw PowerException.lasting(
                    "bmc/" + bmc.credentialsRef().orElse("") + "/ca.crt is no certificate: put the CA's PEM there");
        }
    }

    /** The value of the Authorization header (RFC 7617), where there are credentials. */
    Optional<String> authorization(Bmc bmc) throws PowerException {
        if (bmc.credentialsRef().isEmpty()) {
            return Optional.empty();
        }
        String pair = secrets.required(bmc, "username") + ":" + secrets.required(bmc, "password");
        return Optional.of("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    private static HttpClient client(Optional<SSLContext> trust) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT);
        trust.ifPresent(client::sslContext);
        return client.build();
    }

    private static SSLContext trusting(String pem) {
        try {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            int count = 0;
            for (Certificate certificate : CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))) {
                trusted.setCertificateEntry("ca" + count++, certificate);
            }
            if (count == 0) {
                throw new IllegalArgumentException("no certificate");
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException("not a certificate in PEM", e);
        }
    }
}
