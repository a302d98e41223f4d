package dev.skerry.testing.security;

import dev.skerry.peers.Dist;
import dev.skerry.peers.KafkaBroker;
import dev.skerry.peers.MoreOfABroker;
import dev.skerry.runtime.connection.TestAuthority;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A broker with Kafka's own authorizer: on its listener CERTIFICATES a client is its certificate's subject, on TOKENS its token's, and may
 * do what ACLs grant. Whoever comes over the plain listener, which is the test itself, may do everything.
 */
public final class SecuredBroker {

    public static final String CERTIFICATES = "CERTIFICATES";
    public static final String TOKENS = "TOKENS";

    private SecuredBroker() {}

    /** @param provider where tokens come from; null for a broker without a listener for them */
    public static KafkaBroker start(
            Path state, TestAuthority authority, @org.jspecify.annotations.Nullable IdentityProvider provider)
            throws IOException, InterruptedException {
        String keys = authority.issue("broker").together().toString();
        String trusted = authority.ca().toString();
        Map<String, String> properties = new TreeMap<>(Map.of(
                "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "allow.everyone.if.no.acl.found", "false",
                "super.users", "User:ANONYMOUS",
                "ssl.keystore.type", "PEM",
                "ssl.keystore.location", keys,
                "ssl.truststore.type", "PEM",
                "ssl.truststore.location", trusted,
                "listener.name.certificates.ssl.client.auth", "required"));
        List<MoreOfABroker.Listener> listeners = List.of(new MoreOfABroker.Listener(CERTIFICATES, "SSL"));
        Map<String, String> system = Map.of();
        if (provider != null) {
            String module = "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule";
            String of = "listener.name.tokens.oauthbearer.sasl.";
            listeners = List.of(listeners.getFirst(), new MoreOfABroker.Listener(TOKENS, "SASL_SSL"));
            // A broker logs in at its own listener too, though nobody asks it for that token.
            properties.put("listener.name.tokens.sasl.enabled.mechanisms", "OAUTHBEARER");
            properties.put(
                    of + "jaas.config",
                    module
                            + " required unsecuredLoginStringClaim_sub=\"broker\" ssl.truststore.type=\"PEM\" ssl.truststore.location=\""
                            + trusted + "\";");
            properties.put(
                    of + "server.callback.handler.class",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler");
            properties.put(of + "oauthbearer.jwks.endpoint.url", provider.url() + "/keys");
            properties.put(of + "oauthbearer.expected.issuer", provider.url());
            properties.put(of + "oauthbearer.expected.audience", IdentityProvider.AUDIENCE);
            system = Map.of("org.apache.kafka.sasl.oauthbearer.allowed.urls", provider.url() + "/keys");
        }
        return KafkaBroker.start(
                KafkaBroker.settings(Dist.find(), state), new MoreOfABroker(listeners, properties, system));
    }

    /** The settings {@code skerry.kafka.*} of a client with a certificate. */
    public static Map<String, String> settings(TestAuthority authority, TestAuthority.Identity own) {
        return Map.of(
                "skerry.kafka.security-protocol", "SSL",
                "skerry.kafka.ssl.ca", authority.ca().toString(),
                "skerry.kafka.ssl.certificate", own.certificate().toString(),
                "skerry.kafka.ssl.key", own.key().toString());
    }
}
