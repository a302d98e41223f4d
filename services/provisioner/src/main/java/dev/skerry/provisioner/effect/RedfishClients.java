package dev.skerry.provisioner.effect;

import dev.skerry.provisioner.domain.Bmc;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLContext;

/**
 * How power controllers are reached: with which credentials, and whose certificates are trusted. A certificate is accepted when it
 * comes from a CA that the JDK knows. Where {@code bmc/NAME/ca.crt} lies in the secrets folder it must come from that one, and where
 * {@code bmc/NAME/cert.sha256} does it must be the one with that hash, whatever it says: then no other is accepted.
 */
final class RedfishClients {

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(3);
    private static final int MOST_CLIENTS = 64;
    private static final String CA = "ca.crt";
    private static final String PIN = "cert.sha256";

    private final BmcSecrets secrets;
    private final HttpClient publicTrust = client(Optional.empty());
    private final Bounded<String, HttpClient> privateTrust = new Bounded<>(MOST_CLIENTS, HttpClient::shutdown);

    RedfishClients(BmcSecrets secrets) {
        this.secrets = secrets;
    }

    /** The client that trusts the controller's certificate, or what it must come from. */
    HttpClient client(Bmc bmc) throws PowerException {
        Optional<String> pin = secrets.optional(bmc, PIN);
        if (pin.isPresent()) {
            return client(
                    bmc, PIN, pin.get(), ServerTrust::pinned, "write the 64 hex digits of the certificate's SHA-256");
        }
        Optional<String> ca = secrets.optional(bmc, CA);
        return ca.isPresent() ? client(bmc, CA, ca.get(), ServerTrust::ca, "put the CA's PEM there") : publicTrust;
    }

    private HttpClient client(Bmc bmc, String file, String text, Function<String, SSLContext> trust, String remedy)
            throws PowerException {
        try {
            return privateTrust.get(file + " " + text, _ -> client(Optional.of(trust.apply(text))));
        } catch (IllegalArgumentException e) {
            throw PowerException.lasting("bmc/" + bmc.credentialsRef().orElse("") + "/" + file + " is no certificate"
                    + (file.equals(PIN) ? "'s hash" : "") + ": " + remedy);
        }
    }

    /** Who we are to the controller, where it has credentials. */
    Optional<Login> login(Bmc bmc) throws PowerException {
        return bmc.credentialsRef().isEmpty()
                ? Optional.empty()
                : Optional.of(new Login(secrets.required(bmc, "username"), secrets.required(bmc, "password")));
    }

    private static HttpClient client(Optional<SSLContext> trust) {
        HttpClient.Builder client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(CONNECT_LIMIT);
        trust.ifPresent(client::sslContext);
        return client.build();
    }
}
