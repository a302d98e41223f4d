package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import dev.skerry.runtime.Secrets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * How power controllers are reached: with which credentials, and whose certificates are trusted. A certificate is accepted when it
 * comes from a CA that the JDK knows, or from {@code bmc/NAME/ca.crt} in the secrets folder; then from no other.
 */
final class RedfishClients {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final int MOST_CLIENTS = 64;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private final Secrets secrets;
    private final HttpClient publicTrust = client(Optional.empty());
    private final Bounded<String, HttpClient> privateTrust = new Bounded<>(MOST_CLIENTS, HttpClient::shutdown);

    RedfishClients(Secrets secrets) {
        this.secrets = secrets;
    }

    /** The client that trusts what the controller's certificate must come from. */
    HttpClient client(Bmc bmc) throws PowerException {
        Optional<String> ca = secret(bmc, "ca.crt", false);
        try {
            return ca.isEmpty() ? publicTrust : privateTrust.get(ca.get(), pem -> client(Optional.of(trusting(pem))));
        } catch (IllegalArgumentException e) {
            throw PowerException.lasting(
                    "bmc/" + bmc.credentialsRef().orElse("") + "/ca.crt is no certificate: put the CA's PEM there");
        }
    }

    /** The value of the Authorization header (RFC 7617), where there are credentials. */
    Optional<String> authorization(Bmc bmc) throws PowerException {
        Optional<String> username = secret(bmc, "username", true);
        Optional<String> password = secret(bmc, "password", true);
        return username.map(name -> "Basic "
                + Base64.getEncoder()
                        .encodeToString((name + ":" + password.orElse("")).getBytes(StandardCharsets.UTF_8)));
    }

    private Optional<String> secret(Bmc bmc, String file, boolean needed) throws PowerException {
        if (bmc.credentialsRef().isEmpty()) {
            return Optional.empty();
        }
        String ref = bmc.credentialsRef().get();
        if (!NAME.matcher(ref).matches()) {
            throw PowerException.lasting(
                    "credentialsRef must be the name of a folder in the secrets' bmc folder: letters, "
                            + "digits, dots and hyphens");
        }
        String name = "bmc/" + ref + "/" + file;
        if (!secrets.exists(name)) {
            if (needed) {
                throw PowerException.lasting("there is no secret " + name + ": put it into the secrets folder");
            }
            return Optional.empty();
        }
        try {
            return Optional.of(secrets.text(name));
        } catch (UncheckedIOException e) {
            throw PowerException.passing("the secret " + name + " cannot be read");
        }
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
